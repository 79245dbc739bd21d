package assay.reports.summary;

import assay.probe.Reading;
import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.HdrHistogram.Histogram;

/**
 * Latency of single operations, all forks of a case together.
 *
 * @param count operations timed one by one
 * @param p99Nanos empty below a hundred operations, where it is nothing but the largest
 * @param points the curve, from the median to the largest percentile that count supports
 */
public record LatencySummary(
    long count, double p50Nanos, Optional<Double> p99Nanos, double maxNanos, List<Point> points) {

  /**
   * @param percentile 0 to 100
   */
  public record Point(double percentile, double nanos) {}

  /** Cookie of HdrHistogram's V2 compressed encoding, word size nibble masked out. */
  private static final int COMPRESSED_V2 = 0x1c849304;

  private static final int WORD_SIZE_NIBBLE = 0xf0;

  /** A histogram of five digits over 2^63 ns needs less than this inflated. */
  private static final int MAX_INFLATED = 16 << 20;

  private static final double[] PERCENTILES = {
    50, 60, 70, 80, 90, 95, 97.5, 99, 99.5, 99.75, 99.9, 99.95, 99.99, 99.995, 99.999
  };

  /**
   * A case's forks together and one by one: a histogram is a tenth of a megabyte once it is taken
   * apart, so that is done once.
   *
   * @param all empty when the case has no histogram that can be read
   * @param p99ByRound 99th percentile of each fork that timed at least a hundred operations; with
   *     fewer it is nothing but the largest
   */
  record OfForks(Optional<LatencySummary> all, SortedMap<Integer, Double> p99ByRound) {}

  /** Why latencies that were asked for were not kept; empty where none is missing. */
  public static Optional<String> lost(CaseRecord measured) {
    return measured.forks().stream()
        .map(fork -> fork.hardware().get(ForkRecord.LATENCY))
        .filter(Reading.Unavailable.class::isInstance)
        .map(each -> ((Reading.Unavailable<Double>) each).reason())
        .findFirst();
  }

  static OfForks of(CaseRecord measured) {
    Histogram all = new Histogram(3);
    SortedMap<Integer, Double> p99ByRound = new TreeMap<>();
    for (ForkRecord fork : measured.forks()) {
      decode(fork)
          .ifPresent(histogram -> {
            all.add(histogram);
            if (histogram.getTotalCount() >= 100) {
              p99ByRound.put(fork.round(), (double) histogram.getValueAtPercentile(99));
            }
          });
    }
    return new OfForks(
        all.getTotalCount() == 0 ? Optional.empty() : Optional.of(summary(all)), p99ByRound);
  }

  private static Optional<Histogram> decode(ForkRecord fork) {
    return fork.latency() == null || !fork.outcome().isEmpty() || fork.isLeftOut()
        ? Optional.empty()
        : decode(fork.latency().histogram());
  }

  private static LatencySummary summary(Histogram all) {
    long count = all.getTotalCount();
    List<Point> points =
        java.util.Arrays.stream(PERCENTILES)
            // Beyond this the percentile is just the largest sample again.
            .filter(percentile -> count * (100 - percentile) / 100 >= 1 || percentile == 50)
            .mapToObj(p -> new Point(p, all.getValueAtPercentile(p)))
            .toList();
    return new LatencySummary(
        count,
        all.getValueAtPercentile(50),
        points.stream().filter(point -> point.percentile() == 99).map(Point::nanos).findFirst(),
        all.getMaxValue(),
        points);
  }

  /** Inflates with a limit of our own: the header of a hostile record may claim any size. */
  private static Optional<Histogram> decode(String base64) {
    try {
      ByteBuffer compressed = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
      int cookie = compressed.getInt() & ~WORD_SIZE_NIBBLE;
      int length = compressed.getInt();
      if (cookie != COMPRESSED_V2 || length < 0 || length > compressed.remaining()) {
        return Optional.empty();
      }
      byte[] inflated = inflate(compressed, length);
      return Optional.of(Histogram.decodeFromByteBuffer(ByteBuffer.wrap(inflated), 0));
    } catch (RuntimeException | DataFormatException e) {
      return Optional.empty();
    }
  }

  private static byte[] inflate(ByteBuffer compressed, int length) throws DataFormatException {
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(compressed.array(), compressed.position(), length);
      byte[] out = new byte[1 << 12];
      int filled = 0;
      while (!inflater.finished()) {
        int got = inflater.inflate(out, filled, out.length - filled);
        filled += got;
        if (got == 0 && (inflater.needsInput() || out.length >= MAX_INFLATED)) {
          throw new DataFormatException("truncated or too large");
        }
        if (filled == out.length) {
          out = java.util.Arrays.copyOf(out, Math.min(2 * out.length, MAX_INFLATED));
        }
      }
      return java.util.Arrays.copyOf(out, filled);
    }
  }
}
