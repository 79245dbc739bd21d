package assay.probe.nvml;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.EpochClock;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Source;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The driver's own record of power: several samples a call, each with the driver's time, so finer
 * than polling and cheaper.
 */
final class NvmlSampleBuffer implements Source {

  private static final String FUNCTION = "nvmlDeviceGetSamples";

  private static final int NOT_FOUND = 6;

  /** Entries; drivers have kept some hundred so far. */
  private static final int ROOM = 1024;

  private static final long ENTRY = NvmlLayouts.SAMPLE.byteSize();

  /**
   * @param micros since 1970
   */
  private record Entry(long micros, double watts) {}

  private final NvmlDevice device;
  private final int type;
  private final EpochClock clock;
  private final Channel channel;
  private final MemorySegment valueType = Arena.ofAuto().allocate(JAVA_INT);
  private final MemorySegment count = Arena.ofAuto().allocate(JAVA_INT);
  private final MemorySegment entries = Arena.ofAuto().allocate(NvmlLayouts.SAMPLE, ROOM);
  private long lastSeenMicros;
  private long lastNanos = Long.MIN_VALUE;

  /**
   * @param type of {@code nvmlSamplingType_t}: 0 the GPU's power, 7 the module's
   */
  NvmlSampleBuffer(NvmlDevice device, int type, Channel channel, EpochClock clock) {
    this.device = device;
    this.type = type;
    this.channel = channel;
    this.clock = clock;
    lastSeenMicros = clock.nowMicros() - 1_000_000;
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public Reading<List<Sample>> read() {
    if (!clock.refresh()) {
      lastSeenMicros = clock.nowMicros();
      return Reading.unresolved(
          "the machine's clock was set, so the driver's samples of that moment have no place");
    }
    return entries().map(this::placed);
  }

  /** What is newer than the last, in order of time. */
  private Reading<List<Entry>> entries() {
    count.set(JAVA_INT, 0, ROOM);
    int code =
        device.library.call(
            FUNCTION, device.handle, type, lastSeenMicros, valueType, count, entries);
    if (code == NOT_FOUND) {
      return Reading.of(List.of(), "W", FUNCTION);
    }
    if (code != NvmlStatus.SUCCESS) {
      return NvmlStatus.refused(FUNCTION, code);
    }
    long filled = Integer.toUnsignedLong(count.get(JAVA_INT, 0));
    int kind = valueType.get(JAVA_INT, 0);
    if (filled > ROOM || kind < 1 || kind > 4) {
      return Reading.unreadable(
          "%s gives %d values of type %d where %d were asked for"
              .formatted(FUNCTION, filled, kind, ROOM));
    }
    List<Entry> found = new ArrayList<>();
    for (int i = 0; i < filled; i++) {
      long stamp = entries.get(JAVA_LONG, i * ENTRY);
      long raw =
          kind == 1
              ? Integer.toUnsignedLong(entries.get(JAVA_INT, i * ENTRY + 8))
              : entries.get(JAVA_LONG, i * ENTRY + 8);
      // A buffer that was not filled yet holds zeros.
      if (stamp > lastSeenMicros && plausible(raw)) {
        found.add(new Entry(stamp, raw * 1e-3));
      }
    }
    found.sort(Comparator.comparingLong(Entry::micros));
    return Reading.of(found, "W", FUNCTION);
  }

  private static boolean plausible(long milliwatts) {
    return NvmlGauge.plausibleWatts(Reading.of(milliwatts * 1e-3, "W", FUNCTION)).isPresent();
  }

  /** Never before what was given out, never later than now. */
  private List<Sample> placed(List<Entry> found) {
    long now = System.nanoTime();
    List<Sample> samples = new ArrayList<>(found.size());
    for (Entry one : found) {
      long nanos = clock.nanos(one.micros);
      if (nanos > lastNanos && nanos <= now) {
        samples.add(new Sample(nanos, one.watts));
        lastNanos = nanos;
        lastSeenMicros = one.micros;
      }
    }
    return samples;
  }

  /** Median distance in seconds of what the driver holds now, or why it holds nothing. */
  Reading<Double> period() {
    long asked = lastSeenMicros;
    lastSeenMicros = 0;
    Reading<List<Entry>> held = entries();
    lastSeenMicros = asked;
    return held.flatMap((all, unit, source) -> {
      long[] stamps = all.stream().mapToLong(Entry::micros).toArray();
      if (stamps.length < 2) {
        return Reading.unsupported("the driver holds no samples (%s)".formatted(FUNCTION));
      }
      long[] steps = new long[stamps.length - 1];
      Arrays.setAll(steps, i -> stamps[i + 1] - stamps[i]);
      Arrays.sort(steps);
      return Reading.of(steps[steps.length / 2] * 1e-6, "s", source);
    });
  }
}
