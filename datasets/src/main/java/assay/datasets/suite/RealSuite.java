package assay.datasets.suite;

import assay.datasets.generate.Fill;
import java.util.List;

/**
 * The same kernels on trained and on random numbers: what a format loses on a real model, and what
 * a benchmark on noise would have claimed.
 */
final class RealSuite {

  private static final String MODEL = "all-minilm-l6-v2";
  private static final int LAYERS = 6;

  /** Formats with blocks of 32 or none: rows of 384 fit. */
  private static final List<String> NARROW =
      List.of("f16", "bf16", "q8_0", "q5_1", "q5_0", "q4_1", "q4_0", "iq4_nl", "mxfp4");

  /** Formats with blocks of 256: rows of 1536 fit. */
  private static final List<String> WIDE =
      List.of("q6_K", "q5_K", "q4_K", "q3_K", "q2_K", "iq4_xs", "iq3_s", "iq2_s", "tq2_0");

  private RealSuite() {}

  static Suite make() {
    SuiteBuilder suite = new SuiteBuilder(Fill.REAL);
    for (Fill fill : List.of(Fill.REAL, Fill.GAUSSIAN, Fill.HEAVY)) {
      suite.fill(fill);
      for (String format : NARROW) {
        suite.add(
            "matmul:%s*f32:m1536,n16,k384".formatted(format), origin("ffn_up", Phase.PREFILL));
      }
      for (String format : NARROW) {
        down(suite, format);
      }
      for (String format : WIDE) {
        down(suite, format);
      }
      for (String cache : List.of("f16", "q8_0")) {
        suite.add(
            "attention:f32*%s:h12,kv12,d32,n256,c256,full".formatted(cache),
            origin("attention", Phase.PREFILL));
      }
    }
    return suite.build("real", "trained weights beside random ones, every encodable format");
  }

  private static void down(SuiteBuilder suite, String format) {
    suite.add("matmul:%s*f32:m384,n1,k1536".formatted(format), origin("ffn_down", Phase.DECODE));
    suite.add("matmul:%s*f32:m384,n16,k1536".formatted(format), origin("ffn_down", Phase.PREFILL));
  }

  private static Origin origin(String role, Phase phase) {
    return new Origin(MODEL, role, phase, LAYERS);
  }
}
