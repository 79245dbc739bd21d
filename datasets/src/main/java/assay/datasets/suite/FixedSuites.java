package assay.datasets.suite;

import assay.datasets.generate.Fill;
import assay.kernels.Format;
import assay.kernels.MatmulSpec;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The suites that are plain lists of shapes. */
final class FixedSuites {

  /** Formats that weights are stored in; the others only ever hold activations or indices. */
  static final Set<Format> WEIGHT_FORMATS =
      EnumSet.complementOf(
          EnumSet.of(Format.Q8_1, Format.Q8_K, Format.I8, Format.I16, Format.I32, Format.F64));

  private FixedSuites() {}

  /** Shapes of Llama-3.1-8B's smaller matrices: the same k, a fraction of the time. */
  static Suite quick() {
    SuiteBuilder suite = new SuiteBuilder(Fill.GAUSSIAN);
    for (String format : List.of("q4_K", "q8_0", "q6_K", "f16", "f32")) {
      suite.add(
          "matmul:%s*f32:m4096,n1,k4096".formatted(format), llama("attn_output", Phase.DECODE));
    }
    for (String format : List.of("q4_K", "q8_0", "q6_K", "f32")) {
      // Noise has no outliers: what quantization loses on a model shows on trained rows only.
      suite.fill(format.startsWith("q") ? Fill.REAL : Fill.GAUSSIAN);
      suite.add("matmul:%s*f32:m1024,n128,k4096".formatted(format), llama("attn_k", Phase.PREFILL));
    }
    suite.add("attention:f32*f16:h32,kv8,d128,n1,c4096,causal", llama("attention", Phase.DECODE));
    suite.add("attention:f32*q8_0:h32,kv8,d128,n1,c4096,causal", llama("attention", Phase.DECODE));
    // The window is all that is read; a longer context would only make copies of it slow to fill.
    suite.add(
        "attention:f32*f16:h64,kv8,d64,n1,c1024,causal,window128,sinks",
        new Origin("gpt-oss-20b", "attention (sliding)", Phase.DECODE, 12));
    suite.add("attention:f32*f16:h32,kv8,d128,n128,c512,causal", llama("attention", Phase.PREFILL));
    for (String format : List.of("q4_K", "q8_0", "q6_K")) {
      suite.add("dequant:%s*f32:m1024,k4096".formatted(format), llama("attn_k", Phase.LOAD));
    }
    return suite.build("quick", "a few telling kernels, for a first look at a machine");
  }

  private static Origin llama(String role, Phase phase) {
    return new Origin("llama-3.1-8b", role, phase, phase == Phase.LOAD ? 0 : 32);
  }

  /** The shapes that Assay's own kernels are held to. */
  static Suite speed() {
    SuiteBuilder suite = new SuiteBuilder(Fill.GAUSSIAN);
    suite.add("matmul:f32*f32:m1024,n1024,k1024", speed("sgemm", Phase.PREFILL));
    for (String format :
        List.of("f32", "f16", "bf16", "q8_0", "q6_K", "q5_K", "q4_K", "q4_0", "mxfp4")) {
      suite.add(
          "matmul:%s*f32:m4096,n512,k14336".formatted(format), speed("ffn_down", Phase.PREFILL));
      suite.add("matmul:%s*f32:m4096,n1,k14336".formatted(format), speed("ffn_down", Phase.DECODE));
    }
    for (int heads : List.of(8, 32)) {
      for (int context : List.of(4096, 8192, 16384)) {
        suite.add(
            "attention:f32*f16:h%d,kv8,d128,n1,c%d,causal".formatted(heads, context),
            speed("attention", Phase.DECODE));
      }
      suite.add(
          "attention:f32*q8_0:h%d,kv8,d128,n1,c8192,causal".formatted(heads),
          speed("attention", Phase.DECODE));
    }
    suite.add(
        "attention:f32*f16:h32,kv8,d128,n512,c4096,causal", speed("attention", Phase.PREFILL));
    for (String format : List.of("q8_0", "q4_0", "q4_K", "q6_K")) {
      suite.add("dequant:%s*f32:m4096,k14336".formatted(format), speed("ffn_down", Phase.LOAD));
    }
    return suite.build("speed", "the shapes that Assay's own kernels are held to");
  }

  private static Origin speed(String role, Phase phase) {
    return new Origin("speed", role, phase, 0);
  }

  /**
   * The perf shapes of ggml's test-backend-ops (at d99724f2), so that figures can be compared.
   *
   * <p>ggml counts all query-key pairs, so attention is full here. Its cases with a Q4_0 cache have
   * no counterpart; of its grouped expert products (MUL_MAT_ID, 8 of 128 experts or 4 of 32) one
   * expert's product appears: for one token, and for an even share of 512.
   */
  static Suite ggml() {
    SuiteBuilder suite = new SuiteBuilder(Fill.UNIFORM);
    for (Format format : WEIGHT_FORMATS) {
      for (int n : List.of(1, 2, 3, 4, 5, 8, 512)) {
        suite.add(new MatmulSpec(format, 4096, n, 14336), ggml("MUL_MAT", n));
      }
    }
    suite.add("matmul:f16*f32:m16416,n1,k128", ggml("MUL_MAT", 1));
    for (String format : List.of("f32", "f16", "q4_0", "q8_0", "q4_K", "q6_K")) {
      expert(suite, format, 768, 2048, 512 * 8 / 128);
      expert(suite, format, 1792, 2048, 512 * 4 / 32);
    }
    expert(suite, "mxfp4", 2880, 2880, 512 * 4 / 32);
    ggmlAttention(suite);
    return suite.build("ggml", "the perf shapes of ggml's test-backend-ops");
  }

  private static void expert(SuiteBuilder suite, String format, int m, int k, int share) {
    for (int n : List.of(1, share)) {
      suite.add("matmul:%s*f32:m%d,n%d,k%d".formatted(format, m, n, k), ggml("MUL_MAT_ID", n));
    }
  }

  private static void ggmlAttention(SuiteBuilder suite) {
    attention(suite, "f16", 16, 16, 72, 5776, 5776);
    for (String cache : List.of("f16", "q8_0")) {
      for (int n : List.of(1, 4, 512)) {
        attention(suite, cache, 64, 8, 64, n, 7680);
      }
      for (int context : List.of(128, 512, 2048, 8192, 20000)) {
        attention(suite, cache, 32, 2, 256, 1, context);
        attention(suite, cache, 32, 2, 256, 512, context);
      }
    }
    for (int width : List.of(64, 128)) {
      for (int group : List.of(1, 4)) {
        for (int context : List.of(4096, 8192, 16384)) {
          attention(suite, "f16", 8 * group, 8, width, 1, context);
        }
      }
    }
  }

  private static void attention(
      SuiteBuilder suite, String cache, int heads, int kvHeads, int width, int n, int context) {
    suite.add(
        "attention:f32*%s:h%d,kv%d,d%d,n%d,c%d,full"
            .formatted(cache, heads, kvHeads, width, n, context),
        ggml("FLASH_ATTN_EXT", n));
  }

  private static Origin ggml(String role, int n) {
    return new Origin("ggml", role, n < 16 ? Phase.DECODE : Phase.PREFILL, 0);
  }
}
