package assay.reports.sample;

import assay.probe.Reading;
import assay.reports.record.Accuracy;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.Key;
import assay.reports.record.CaseRecord.Origin;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.CaseRecord.Status;
import assay.reports.record.CaseRecord.Work;
import assay.reports.record.ForkRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/** Builds cases with seeded synthetic samples: log-normal noise between and within forks. */
public final class SampleCase {

  static final int FORKS = 5;

  private final SplittableRandom random;

  public SampleCase(long seed) {
    this.random = new SplittableRandom(seed);
  }

  public CaseRecord matmul(
      String format, long m, long n, long k, String backend, double nanosPerOp, double nmse) {
    double bytes = m * k * bitsOf(format) / 8.0 + 4.0 * n * (k + m);
    var shape = shape("m", m, "n", n, "k", k);
    var work = new Work("MATMUL", format, shape, 2 * m * n * k, (long) bytes, m * n);
    String spec = "matmul:%s*f32:m%d,n%d,k%d".formatted(format, m, n, k);
    return measured(spec, work, backend, nanosPerOp, nmse, n == 1 ? "decode" : "prefill");
  }

  public CaseRecord attention(
      String format, long n, long context, String backend, double nanosPerOp, double nmse) {
    var shape = shape("h", 32, "kv", 8, "d", 128, "n", n, "c", context);
    long pairs = n == 1 ? context : n * context - n * (n - 1) / 2;
    long bytes = (long) (8 * context * 256 * bitsOf(format) / 8) + 4 * n * 32 * 256;
    var work = new Work("ATTENTION", format, shape, 2 * 32 * 256 * pairs, bytes, 32 * n * 128);
    String spec = "attention:f32*%s:h32,kv8,d128,n%d,c%d,causal".formatted(format, n, context);
    return measured(spec, work, backend, nanosPerOp, nmse, n == 1 ? "decode" : "prefill");
  }

  public CaseRecord dequant(
      String format, long m, long k, String backend, double nanosPerOp, double nmse) {
    long bytes = (long) (m * k * bitsOf(format) / 8) + 4 * m * k;
    var work = new Work("DEQUANT", format, shape("m", m, "k", k), m * k, bytes, m * k);
    String spec = "dequant:%s*f32:m%d,k%d".formatted(format, m, k);
    return measured(spec, work, backend, nanosPerOp, nmse, "load");
  }

  private CaseRecord measured(
      String spec, Work work, String backend, double nanosPerOp, double nmse, String phase) {
    var key = new Key(spec, backend, "", "cpu", 2, "cold", "gaussian");
    var execution =
        new CaseRecord.Execution(
            "Sample" + work.operation(), "256-bit Vector API", Map.of("tile", "3x3"));
    List<ForkRecord> forks = new ArrayList<>();
    for (int round = 0; round < FORKS; round++) {
      forks.add(fork(round, nanosPerOp * Math.exp(0.01 * random.nextGaussian())));
    }
    return new CaseRecord(
        id(key),
        key,
        List.of(new Origin("llama-3.1-8b", "ffn_down", phase)),
        work,
        Status.VALID,
        execution,
        forks,
        accuracy(nmse, work),
        Reading.unavailable("no energy counter on this machine"));
  }

  private static Accuracy accuracy(double nmse, Work work) {
    boolean quantized = work.storedFormat().startsWith("q");
    return new Accuracy(
        256,
        nmse,
        Math.sqrt(nmse) / 3,
        quantized ? null : 40.0,
        1 - nmse / 2,
        0,
        0,
        1e-2,
        quantized ? Math.pow(10, -0.6 * bitsOf(work.storedFormat())) : null,
        quantized ? nmse * 0.8 : null,
        "passed",
        true);
  }

  private ForkRecord fork(int round, double nanosPerOp) {
    return new ForkRecord(
        round,
        "2026-03-04T10:%02d:00Z".formatted(round),
        40_000_000L,
        iterations(2, nanosPerOp * 1.1),
        iterations(5, nanosPerOp),
        latency(nanosPerOp),
        Map.of("clock.mean", Reading.of(3.38e9, "Hz", "fixture")),
        "");
  }

  private List<ForkRecord.Iteration> iterations(int count, double nanosPerOp) {
    List<ForkRecord.Iteration> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long operations = Math.max(1, Math.round(2e8 / nanosPerOp));
      double nanos = operations * nanosPerOp * Math.exp(0.005 * random.nextGaussian());
      made.add(new ForkRecord.Iteration(operations, Math.max(1, Math.round(nanos))));
    }
    return made;
  }

  private ForkRecord.Latency latency(double nanosPerOp) {
    Histogram histogram = new Histogram(3);
    for (int i = 0; i < 2000; i++) {
      double tail = random.nextInt(200) == 0 ? 1 + random.nextDouble() : 1;
      double nanos = nanosPerOp * tail * Math.exp(0.02 * random.nextGaussian());
      histogram.recordValue(Math.max(1, Math.round(nanos)));
    }
    return new ForkRecord.Latency(2000, encode(histogram));
  }

  public static String encode(Histogram histogram) {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(buffer);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
  }

  /** The same case without samples, as a failed one is recorded. */
  public static CaseRecord failed(CaseRecord of, State state, String reason) {
    return new CaseRecord(
        of.id(),
        of.key(),
        of.origins(),
        of.work(),
        new Status(state, List.of(reason)),
        null,
        List.of(),
        null,
        Reading.unavailable("the case did not run"));
  }

  public static CaseRecord withForks(CaseRecord of, List<ForkRecord> forks) {
    return new CaseRecord(
        of.id(),
        of.key(),
        of.origins(),
        of.work(),
        of.status(),
        of.execution(),
        forks,
        of.accuracy(),
        of.energy());
  }

  public static CaseRecord withKey(CaseRecord of, Key key) {
    return new CaseRecord(
        id(key),
        key,
        of.origins(),
        of.work(),
        of.status(),
        of.execution(),
        of.forks(),
        of.accuracy(),
        of.energy());
  }

  static String id(Key key) {
    return "%s|%s|%s|%d|%s|%s"
        .formatted(key.spec(), key.backend(), key.device(), key.threads(), key.cache(), key.fill());
  }

  private static Map<String, Long> shape(Object... pairs) {
    Map<String, Long> shape = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      shape.put((String) pairs[i], ((Number) pairs[i + 1]).longValue());
    }
    return shape;
  }

  static double bitsOf(String format) {
    return switch (format) {
      case "f32" -> 32;
      case "f16", "bf16" -> 16;
      case "q8_0" -> 8.5;
      case "q6_K" -> 6.5625;
      case "q5_K" -> 5.5;
      default -> 4.5;
    };
  }
}
