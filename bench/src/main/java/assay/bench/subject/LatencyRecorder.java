package assay.bench.subject;

import assay.reports.record.ForkRecord;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Latencies of single operations, in nanoseconds to three significant digits.
 *
 * <p>The range is fixed when the histogram is made, so recording never allocates.
 */
final class LatencyRecorder {

  private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);

  private final Histogram histogram = new Histogram(1, LONGEST_NANOS, 3);

  void record(long nanos) {
    // nanoTime may read the same tick twice on a coarse clock; a histogram has no zero bucket.
    histogram.recordValue(Math.min(Math.max(nanos, 1), LONGEST_NANOS));
  }

  void reset() {
    histogram.reset();
  }

  ForkRecord.Latency toRecord() {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(buffer);
    byte[] encoded = Arrays.copyOf(buffer.array(), length);
    return new ForkRecord.Latency(
        histogram.getTotalCount(), Base64.getEncoder().encodeToString(encoded));
  }
}
