package assay.probe.source;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Polled;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Source;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A counter that firmware advances as long as it lives; one that stands still is a failure. */
final class Heartbeat implements Source {

  /** Firmware beats several times a second. */
  private static final long LONGEST_NANOS = 5_000_000_000L;

  private final Channel channel;
  private final Supplier<Reading<Double>> count;
  private final LongSupplier clock;
  private double last = Double.NaN;
  private long movedNanos;

  Heartbeat(Channel channel, Supplier<Reading<Double>> count) {
    this(channel, count, System::nanoTime);
  }

  Heartbeat(Channel channel, Supplier<Reading<Double>> count, LongSupplier clock) {
    this.channel = channel;
    this.count = count;
    this.clock = clock;
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public Reading<List<Sample>> read() {
    long before = clock.getAsLong();
    Reading<Double> beat =
        count
            .get()
            .flatMap((value, unit, source) -> {
              if (value != last) {
                last = value;
                movedNanos = before;
              }
              return before - movedNanos <= LONGEST_NANOS
                  ? Reading.of(value, unit, source)
                  : Reading.unreadable(
                      "%s has stood at %.0f for %.0f s, so the firmware behind it does not live"
                          .formatted(source, value, (before - movedNanos) * 1e-9));
            });
    return Polled.stamped(channel, beat, before, clock.getAsLong());
  }
}
