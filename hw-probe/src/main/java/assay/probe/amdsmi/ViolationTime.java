package assay.probe.amdsmi;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Source;
import assay.probe.vendor.VendorLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Seconds that one limit has held a GPU back.
 *
 * <p>The firmware counts its own rounds, and those rounds in which a limit held: the share of two
 * looks, times the time between them, is what was lost. AMD SMI waits a tenth of a second within
 * the call, so this belongs on a thread of its own.
 */
final class ViolationTime implements Source {

  private static final String FUNCTION = "amdsmi_get_violation_status";
  private static final int ROOM = 1 << 15;

  private final VendorLibrary library;
  private final MemorySegment gpu;
  private final Channel channel;
  private final int at;
  private final MemorySegment status = Arena.ofAuto().allocate(ROOM, Long.BYTES);
  private double seconds;
  private long rounds = -1;
  private long held;
  private long nanos;

  /**
   * @param limit 0 processor hot, 1 package power, 2 socket's heat, 3 regulator, 4 memory's heat
   */
  ViolationTime(VendorLibrary library, MemorySegment gpu, int limit, Channel channel) {
    this.library = library;
    this.gpu = gpu;
    this.channel = channel;
    at = AmdSmiRelease.VIOLATION_COUNTER + Long.BYTES * (1 + limit);
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public Reading<List<Sample>> read() {
    int code = library.call(FUNCTION, gpu, status);
    long now = System.nanoTime();
    if (code != AmdSmiStatus.SUCCESS) {
      return AmdSmiStatus.refused(FUNCTION, code);
    }
    long nowRounds = status.get(JAVA_LONG, AmdSmiRelease.VIOLATION_COUNTER);
    long nowHeld = status.get(JAVA_LONG, at);
    if (nowRounds == -1 || nowHeld == -1) {
      return Reading.unsupported("this GPU does not state it (%s is N/A)".formatted(FUNCTION));
    }
    long passed = nowRounds - rounds;
    long lost = nowHeld - held;
    // A reset of the GPU begins both anew.
    boolean goesOn = rounds >= 0 && passed > 0 && lost >= 0 && lost <= passed;
    if (goesOn) {
      seconds += (double) lost / passed * (now - nanos) * 1e-9;
    }
    boolean stands = passed == 0;
    if (!stands) {
      rounds = nowRounds;
      held = nowHeld;
      nanos = now;
    }
    return stands
        ? Reading.of(List.of(), "s", FUNCTION)
        : Reading.of(List.of(new Sample(now, seconds)), "s", FUNCTION);
  }
}
