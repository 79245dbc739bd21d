package assay.reports.summary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import assay.reports.sample.SampleCase;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencySummaryTest {

  @Test
  void forksAreAddedUp() {
    LatencySummary summary =
        LatencySummary.of(withHistograms(encoded(1, 1000), encoded(1001, 2000)))
            .all()
            .orElseThrow();
    assertEquals(2000, summary.count());
    assertEquals(1000, summary.p50Nanos(), 2);
    assertEquals(1980, summary.p99Nanos().orElseThrow(), 2);
    assertEquals(2000, summary.maxNanos(), 2);
  }

  @Test
  void noPercentileGoesBeyondTheSamples() {
    LatencySummary summary = LatencySummary.of(withHistograms(encoded(1, 100))).all().orElseThrow();
    assertEquals(99, summary.points().getLast().percentile());
    LatencySummary few = LatencySummary.of(withHistograms(encoded(1, 99))).all().orElseThrow();
    assertTrue(few.p99Nanos().isEmpty(), "the largest of 99 is no 99th percentile");
    assertEquals(97.5, few.points().getLast().percentile());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AAAA", "not base64!", "HISTFAAAAAF4nA=="})
  void whatCannotBeDecodedIsAbsent(String histogram) {
    assertTrue(LatencySummary.of(withHistograms(histogram)).all().isEmpty());
  }

  @Test
  void aDeflateBombIsRefused() {
    var deflater = new java.util.zip.Deflater(9);
    byte[] packed = new byte[1 << 20];
    deflater.setInput(new byte[256 << 20]);
    deflater.finish();
    int length = deflater.deflate(packed);
    deflater.end();
    ByteBuffer all = ByteBuffer.allocate(8 + length).putInt(0x1c849304).putInt(length);
    all.put(packed, 0, length);
    String text = Base64.getEncoder().encodeToString(all.array());
    assertTrue(LatencySummary.of(withHistograms(text)).all().isEmpty());
  }

  @Test
  void aDamagedHistogramNeverEscapesAsAnException() {
    byte[] good = Base64.getDecoder().decode(encoded(1, 5000));
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 0x55;
      LatencySummary.of(withHistograms(Base64.getEncoder().encodeToString(bad)));
    }
  }

  private static String encoded(int from, int to) {
    Histogram histogram = new Histogram(3);
    for (int value = from; value <= to; value++) {
      histogram.recordValue(value);
    }
    return SampleCase.encode(histogram);
  }

  private static CaseRecord withHistograms(String... histograms) {
    CaseRecord made = new SampleCase(1).matmul("f32", 8, 1, 8, "vector", 100, 0);
    List<ForkRecord> forks =
        Arrays.stream(histograms)
            .map(text ->
                new ForkRecord(
                    0,
                    "2026-01-01T00:00:00Z",
                    1,
                    List.of(),
                    List.of(new ForkRecord.Iteration(10, 1000)),
                    new ForkRecord.Latency(1, text),
                    Map.of(),
                    ""))
            .toList();
    return SampleCase.withForks(made, forks);
  }
}
