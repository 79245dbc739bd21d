package assay.probe.source;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Source;
import java.util.List;
import java.util.function.LongSupplier;

/** A source that says nothing new until some time has passed, whoever asks. */
final class Paced implements Source {

  private final Source source;
  private final long leastNanos;
  private final LongSupplier clock;
  private long lastNanos;
  private boolean asked;

  Paced(Source source, double leastSeconds) {
    this(source, leastSeconds, System::nanoTime);
  }

  Paced(Source source, double leastSeconds, LongSupplier clock) {
    this.source = source;
    this.leastNanos = Math.round(leastSeconds * 1e9);
    this.clock = clock;
  }

  @Override
  public Channel channel() {
    return source.channel();
  }

  @Override
  public Reading<List<Sample>> read() {
    long now = clock.getAsLong();
    if (asked && now - lastNanos < leastNanos) {
      return Reading.of(List.of(), channel().measure().unit(), channel().source());
    }
    asked = true;
    lastNanos = now;
    return source.read();
  }

  @Override
  public void close() {
    source.close();
  }
}
