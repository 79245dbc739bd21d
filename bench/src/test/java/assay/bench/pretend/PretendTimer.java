package assay.bench.pretend;

import assay.bench.pretend.PretendBackend.Trouble;
import assay.kernels.DeviceTimer;

/** Tells what the queue says, or lies. */
final class PretendTimer implements DeviceTimer {

  private final PretendQueue queue;
  private final Trouble trouble;
  private long begin;
  private long end;

  PretendTimer(PretendQueue queue, Trouble trouble) {
    this.queue = queue;
    this.trouble = trouble;
  }

  @Override
  public void begin() {
    begin = queue.mark();
  }

  @Override
  public void end() {
    end = queue.mark();
  }

  @Override
  public long nanos() {
    long nanos = end - begin;
    return switch (trouble) {
      case TIMER_FAST -> nanos + nanos / 20;
      case TIMER_SLOW -> nanos / 4;
      case TIMER_ZERO -> 0;
      case TIMER_NEGATIVE -> -nanos;
      default -> nanos;
    };
  }

  @Override
  public void close() {}
}
