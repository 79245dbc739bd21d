package assay.probe.source;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Source;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** How much of the last second a counter of busy microseconds grew. */
final class BusyShare implements Source {

  /** The driver's manual asks for no more than one reading a second. */
  private static final long LEAST_NANOS = 1_000_000_000;

  private final Channel channel;
  private final Supplier<Reading<Double>> microseconds;
  private final LongSupplier clock;
  private double last = Double.NaN;
  private long lastNanos;

  BusyShare(Channel channel, Supplier<Reading<Double>> microseconds) {
    this(channel, microseconds, System::nanoTime);
  }

  BusyShare(Channel channel, Supplier<Reading<Double>> microseconds, LongSupplier clock) {
    this.channel = channel;
    this.microseconds = microseconds;
    this.clock = clock;
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public Reading<List<Sample>> read() {
    long now = clock.getAsLong();
    if (!Double.isNaN(last) && now - lastNanos < LEAST_NANOS) {
      return none();
    }
    return microseconds
        .get()
        .flatMap((busy, unit, source) -> {
          double grown = busy - last;
          double share = grown * 1e3 / (now - lastNanos);
          last = busy;
          lastNanos = now;
          if (Double.isNaN(grown)) {
            return none();
          }
          // The driver brings the counter up to date when a job ends, so a second may hold a bit
          // more.
          return share >= 0 && share < 1.5
              ? Reading.of(List.of(new Sample(now, Math.min(1, share))), "1", source)
              : Reading.unreadable(
                  "%s grew by %.0f us, which is no share of a second".formatted(source, grown));
        });
  }

  private Reading<List<Sample>> none() {
    return Reading.of(List.of(), "1", channel.source());
  }
}
