package assay.probe.instrument;

import assay.probe.Reading;
import assay.probe.apple.PowerMetrics;
import assay.probe.apple.PowerMetrics.Block;
import assay.probe.apple.PowerMetrics.Part;
import assay.probe.telemetry.Sample;
import java.util.Optional;

/**
 * Blocks of {@code powermetrics}: a heading is printed when its second has passed, and the block is
 * known to be whole when the next heading comes.
 */
final class PowerMetricsLines implements TextMeter.Format {

  private final PowerMetrics parser = new PowerMetrics();
  private long headingNanos;

  @Override
  public Optional<Reading<Sample>> parse(String line, long arrivedNanos) {
    long ended = headingNanos;
    Optional<Block> block = parser.line(line);
    if (PowerMetrics.isHeading(line)) {
      headingNanos = arrivedNanos;
    }
    return block.map(whole -> whole.watts(Part.COMBINED).map(watts -> new Sample(ended, watts)));
  }
}
