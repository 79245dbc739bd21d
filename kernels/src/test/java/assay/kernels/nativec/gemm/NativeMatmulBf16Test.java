package assay.kernels.nativec.gemm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import assay.kernels.Device;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Tensor;
import assay.kernels.accuracy.Measures;
import assay.kernels.format.Codecs;
import assay.kernels.nativec.NativeBackend;
import assay.kernels.peers.Peers;
import assay.kernels.reference.Truth;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NativeMatmulBf16Test {

  private static final Spec SPEC = Spec.parse("matmul:bf16*f32:m7,n5,k130");

  private static final long SEED = 20;

  private final NativeBackend backend = new NativeBackend();

  /** The instructions flush them; the truth does not, and must allow for it. */
  @Test
  void subnormalsStayWithinTheBounds() {
    check(weight -> weight, x -> Math.scalb(x, -126));
    check(weight -> Math.scalb(weight, -126), x -> x);
    check(weight -> Math.scalb(weight, -64), x -> Math.scalb(x, -64));
  }

  @Test
  void whatIsNotFiniteStaysSo() {
    for (String variant : variants()) {
      float[] result = result(variant, w -> w, x -> x > 0.98f ? Float.NaN : x);
      int nans = (int) IntStream.range(0, 35).filter(i -> Float.isNaN(result[i])).count();
      float[] infinite = result(variant, w -> w, x -> x > 0.98f ? 3.4e38f : x);

      assertTrue(nans > 0 && nans % 7 == 0, variant + ": NaN in " + nans);
      for (int i = 0; i < 35; i++) {
        assertEquals(Float.isNaN(result[i]), !Float.isFinite(infinite[i]), variant + ": " + i);
      }
    }
  }

  /** It rounds, so where memory is the limit anyway it is not the first choice. */
  @Test
  void itIsTheDefaultForManyColumnsOnly() {
    variants();
    assertTrue(chosen("matmul:bf16*f32:m64,n4,k64").equals("NativeMatmulBf16"));
    assertFalse(chosen("matmul:bf16*f32:m64,n3,k64").equals("NativeMatmulBf16"));
    assertFalse(chosen("matmul:f16*f32:m64,n4,k64").equals("NativeMatmulBf16"));
  }

  private String chosen(String text) {
    Spec spec = Spec.parse(text);
    try (Arena arena = Arena.ofShared();
        PreparedKernel kernel =
            backend.prepare(
                spec, Device.CPU, zeros(arena, spec), new Settings(1, Optional.empty()))) {
      return kernel.execution().kernel();
    }
  }

  private static Inputs zeros(Arena arena, Spec spec) {
    Format stored = spec.text().contains("bf16") ? Format.BF16 : Format.F16;
    return new Inputs.Matmul(
        new Tensor(stored, 64, 64, arena.allocate(2 * 64 * 64, 64)),
        new Tensor(Format.F32, spec.outputs() / 64, 64, arena.allocate(4 * spec.outputs(), 64)));
  }

  private void check(UnaryOperator<Float> ofWeight, UnaryOperator<Float> ofActivation) {
    for (String variant : variants()) {
      try (Arena arena = Arena.ofShared()) {
        Inputs.Matmul inputs = inputs(arena, ofWeight, ofActivation);
        try (PreparedKernel kernel = prepare(variant, inputs)) {
          int[] all = IntStream.range(0, 35).toArray();
          Truth truth = Truth.of(SPEC, inputs, kernel.arithmetic(), all);
          float[] result = result(kernel);
          Measures measures = Measures.of(truth, result);
          assertTrue(measures.isWithinTolerance(), () -> variant + ": " + measures);
        }
      }
    }
  }

  private float[] result(
      String variant, UnaryOperator<Float> ofWeight, UnaryOperator<Float> ofActivation) {
    try (Arena arena = Arena.ofShared();
        PreparedKernel kernel = prepare(variant, inputs(arena, ofWeight, ofActivation))) {
      return result(kernel);
    }
  }

  private static float[] result(PreparedKernel kernel) {
    float[] result = new float[35];
    kernel.poisonOutput();
    kernel.run();
    kernel.readOutput(result);
    return result;
  }

  private PreparedKernel prepare(String variant, Inputs inputs) {
    return backend.prepare(SPEC, Device.CPU, inputs, new Settings(2, Optional.of(variant)));
  }

  private static Inputs.Matmul inputs(
      Arena arena, UnaryOperator<Float> ofWeight, UnaryOperator<Float> ofActivation) {
    return new Inputs.Matmul(
        tensor(arena, Format.BF16, 7, ofWeight), tensor(arena, Format.F32, 5, ofActivation));
  }

  private static Tensor tensor(Arena arena, Format format, int rows, UnaryOperator<Float> value) {
    SplittableRandom random = new SplittableRandom(SEED + rows);
    float[] values = new float[rows * 130];
    for (int i = 0; i < values.length; i++) {
      values[i] = value.apply((float) random.nextDouble(-1, 1));
    }
    MemorySegment data = arena.allocate(format.bytesFor(values.length), 64);
    Codecs.of(format).encode(values, 0, values.length, data, 0);
    return new Tensor(format, rows, 130, data);
  }

  private List<String> variants() {
    Peers.require("a native library", backend.availability());
    List<String> variants =
        backend.variants(SPEC).stream()
            .filter(name -> name.startsWith("NativeMatmulBf16."))
            .toList();
    assumeFalse(variants.isEmpty(), "this processor has no products of bfloat16");
    return variants;
  }
}
