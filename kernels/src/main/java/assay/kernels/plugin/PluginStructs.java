package assay.kernels.plugin;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.AttentionSpec;
import assay.kernels.DequantSpec;
import assay.kernels.Format;
import assay.kernels.MatmulSpec;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.binding.GuardedOutput;
import java.lang.foreign.MemorySegment;

/** What the host tells a plug-in; offsets are those of the header. */
final class PluginStructs {

  private static final int SPEC_BYTES = 112;
  private static final int SETTINGS_BYTES = 24;

  /** {@code ASSAY_MATMUL} and so on. */
  private static final int MATMUL = 1;

  private static final int ATTENTION = 2;
  private static final int DEQUANT = 3;

  private PluginStructs() {}

  static void write(CallArea area, Spec spec, Settings settings) {
    write(area.settings(), settings);
    CallArea.text(area.variant(), settings.variant().orElse(""));
    write(area.spec().fill((byte) 0), spec);
    CallArea.text(area.text(), spec.text());
  }

  private static void write(MemorySegment struct, Settings settings) {
    struct.set(JAVA_INT, 0, SETTINGS_BYTES);
    struct.set(JAVA_INT, 4, settings.threads());
    struct.set(JAVA_INT, 8, (int) GuardedOutput.GUARD);
    struct.set(JAVA_INT, 12, 0);
  }

  private static void write(MemorySegment struct, Spec spec) {
    struct.set(JAVA_INT, 0, SPEC_BYTES);
    struct.set(JAVA_INT, 8, spec.stored().ggmlId());
    struct.set(JAVA_INT, 12, Format.F32.ggmlId());
    switch (spec) {
      case MatmulSpec matmul -> {
        struct.set(JAVA_INT, 4, MATMUL);
        struct.set(JAVA_LONG, 16, matmul.m());
        struct.set(JAVA_LONG, 24, matmul.n());
        struct.set(JAVA_LONG, 32, matmul.k());
      }
      case DequantSpec dequant -> {
        struct.set(JAVA_INT, 4, DEQUANT);
        struct.set(JAVA_INT, 12, dequant.target().ggmlId());
        struct.set(JAVA_LONG, 16, dequant.m());
        struct.set(JAVA_LONG, 32, dequant.k());
      }
      case AttentionSpec attention -> write(struct, attention);
    }
  }

  private static void write(MemorySegment struct, AttentionSpec spec) {
    struct.set(JAVA_INT, 4, ATTENTION);
    struct.set(JAVA_LONG, 24, spec.n());
    struct.set(JAVA_LONG, 40, spec.heads());
    struct.set(JAVA_LONG, 48, spec.kvHeads());
    struct.set(JAVA_LONG, 56, spec.keyDim());
    struct.set(JAVA_LONG, 64, spec.valueDim());
    struct.set(JAVA_LONG, 72, spec.context());
    struct.set(JAVA_LONG, 80, spec.window());
    struct.set(JAVA_DOUBLE, 88, spec.softCap());
    struct.set(JAVA_INT, 96, spec.causal() ? 1 : 0);
    struct.set(JAVA_INT, 100, spec.sinks() ? 1 : 0);
  }
}
