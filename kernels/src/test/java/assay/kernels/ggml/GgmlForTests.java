package assay.kernels.ggml;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.AttentionSpec;
import assay.kernels.DequantSpec;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.Spec;
import assay.kernels.Tensor;
import assay.kernels.binding.Downcalls;
import assay.kernels.peers.Peers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.SplittableRandom;

/** The real ggml of this machine, and seeded inputs in any format by its own encoder. */
final class GgmlForTests {

  private static final MethodHandle QUANTIZE =
      Downcalls.returning(
          JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS);

  private GgmlForTests() {}

  /** Opened once: the variants are scored each time. */
  private static final GgmlBackend BACKEND = new GgmlBackend();

  static GgmlBackend backend() {
    Peers.require("ggml", BACKEND.availability());
    return BACKEND;
  }

  static GgmlLibrary library() {
    return backend().library();
  }

  static Inputs inputs(GgmlLibrary library, Spec spec, long seed) {
    var random = new SplittableRandom(seed);
    return switch (spec) {
      case MatmulSpec matmul ->
          new Inputs.Matmul(
              tensor(library, matmul.stored(), matmul.m(), matmul.k(), random),
              tensor(library, Format.F32, matmul.n(), matmul.k(), random));
      case AttentionSpec attention -> attention(library, attention, random);
      case DequantSpec dequant ->
          new Inputs.Dequant(tensor(library, dequant.stored(), dequant.m(), dequant.k(), random));
    };
  }

  private static Inputs.Attention attention(
      GgmlLibrary library, AttentionSpec spec, SplittableRandom random) {
    long cacheRows = spec.kvHeads() * spec.context();
    return new Inputs.Attention(
        tensor(library, Format.F32, spec.heads() * spec.n(), spec.keyDim(), random),
        tensor(library, spec.stored(), cacheRows, spec.keyDim(), random),
        tensor(library, spec.stored(), cacheRows, spec.valueDim(), random),
        spec.sinks()
            ? Optional.of(tensor(library, Format.F32, 1, spec.heads(), random))
            : Optional.empty());
  }

  private static Tensor tensor(
      GgmlLibrary library, Format format, long rows, long columns, SplittableRandom random) {
    float[] values = new float[Math.toIntExact(rows * columns)];
    for (int i = 0; i < values.length; i++) {
      // Outliers as in trained weights: one in 64 is ten times larger.
      values[i] = (float) (random.nextDouble(-1, 1) * (random.nextInt(64) == 0 ? 10 : 1));
    }
    return new Tensor(format, rows, columns, encode(library, format, values, rows, columns));
  }

  /** ggml's own bytes for float32 values. */
  static MemorySegment encode(
      GgmlLibrary library, Format format, float[] values, long rows, long columns) {
    MemorySegment source = Arena.ofAuto().allocate(4L * Math.max(1, values.length), 64);
    MemorySegment.copy(values, 0, source, JAVA_FLOAT, 0, values.length);
    if (format == Format.F32) {
      return source;
    }
    MemorySegment target = Arena.ofAuto().allocate(rows * format.bytesFor(columns), 64);
    // The formats below refuse to be written without weights of importance; equal ones will do.
    MemorySegment importance = Arena.ofAuto().allocate(4 * columns, 64);
    for (long i = 0; i < columns; i++) {
      importance.setAtIndex(JAVA_FLOAT, i, 1);
    }
    boolean needed = format == Format.IQ2_XXS || format == Format.IQ2_XS || format == Format.IQ1_S;
    MemorySegment weighting = needed ? importance : MemorySegment.NULL;
    try {
      MemorySegment function = library.base().require("ggml_quantize_chunk");
      long written =
          (long)
              QUANTIZE.invokeExact(
                  function, format.ggmlId(), source, target, 0L, rows, columns, weighting);
      if (written != target.byteSize()) {
        throw new AssertionError(format + ": " + written + " bytes, not " + target.byteSize());
      }
      return target;
    } catch (Throwable thrown) {
      throw new AssertionError(thrown);
    }
  }
}
