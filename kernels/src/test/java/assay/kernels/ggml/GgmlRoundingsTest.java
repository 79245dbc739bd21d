package assay.kernels.ggml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Arithmetic;
import assay.kernels.Format;
import assay.kernels.Rounding;
import assay.kernels.Tensor;
import assay.kernels.format.Codecs;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of kernel that ggml has for GPUs, written in Java, is told by its products. */
class GgmlRoundingsTest {

  private static final long SEED = 20260101;

  private static final List<Arithmetic> KINDS =
      List.of(
          Arithmetic.FLOAT32,
          Arithmetic.roundingActivations(Format.Q8_1),
          new Arithmetic(Format.F16, Format.F16, Format.F32),
          new Arithmetic(Format.F16, Format.F16, Format.F16),
          new Arithmetic(Format.BF16, Format.F32, Format.F32),
          Arithmetic.TF32);

  static Stream<Arguments> kinds() {
    return Stream.of(Format.F32, Format.Q4_0, Format.Q8_0, Format.Q4_K, Format.Q6_K)
        .flatMap(format ->
            KINDS.stream()
                .flatMap(
                    kind -> Stream.of(4, 37, 300).map(rows -> Arguments.of(format, kind, rows))));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void isTold(Format format, Arithmetic kind, int rows) {
    assertEquals(kind, seen(format, kind, rows, 512), "seed " + SEED);
  }

  /** Weights that binary16 holds exactly: whether they are rounded to it makes no difference. */
  @Test
  void weightsThatNothingRoundsAreNotSaidToBe() {
    for (Format format : List.of(Format.F16, Format.MXFP4)) {
      assertEquals(
          new Arithmetic(Format.F16, Format.F32, Format.F32),
          seen(format, new Arithmetic(Format.F16, Format.F16, Format.F32), 37, 512));
      assertEquals(
          new Arithmetic(Format.F16, Format.F16, Format.F16),
          seen(format, new Arithmetic(Format.F16, Format.F16, Format.F16), 37, 512));
    }
  }

  @Test
  void nothingIsSeenInZeros() {
    var zeros = new Tensor(Format.F32, 3, 8, MemorySegment.ofArray(new float[24]));
    assertEquals(
        new GgmlRoundings.Seen(Arithmetic.FLOAT32, false),
        GgmlRoundings.of(zeros, row -> new float[3]));
  }

  @Test
  void oneElementIsEnoughForFloats() {
    for (Arithmetic kind : List.of(KINDS.get(0), KINDS.get(2), KINDS.get(3))) {
      assertEquals(kind, seen(Format.F32, kind, 9, 1));
    }
  }

  private static Arithmetic seen(Format format, Arithmetic kind, int rows, int k) {
    var random = new SplittableRandom(SEED + rows);
    float[] values = new float[rows * k];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    byte[] stored = new byte[Math.toIntExact(rows * format.bytesFor(k))];
    Codecs.of(format).encode(values, 0, values.length, MemorySegment.ofArray(stored), 0);
    Codecs.of(format).decode(MemorySegment.ofArray(stored), 0, values, 0, values.length);
    var weights = new Tensor(format, rows, k, MemorySegment.ofArray(stored));
    GgmlRoundings.Seen seen = GgmlRoundings.of(weights, row -> product(kind, values, row));
    assertTrue(seen.certain());
    return seen.arithmetic();
  }

  private static float[] product(Arithmetic kind, float[] weights, float[] activations) {
    float[] rounded = rounded(kind.activations(), activations);
    float[] factors = rounded(kind.weights(), weights);
    float[] result = new float[weights.length / rounded.length];
    for (int row = 0; row < result.length; row++) {
      float sum = 0;
      for (int i = 0; i < rounded.length; i++) {
        sum += factors[row * rounded.length + i] * rounded[i];
        sum = kind.accumulator() == Format.F16 ? binary16(sum) : sum;
      }
      result[row] = sum;
    }
    return result;
  }

  private static float[] rounded(Rounding rounding, float[] values) {
    float[] rounded = values.clone();
    if (rounding instanceof Rounding.Stored(Format format) && format != Format.F32) {
      MemorySegment stored =
          MemorySegment.ofArray(new byte[Math.toIntExact(format.bytesFor(values.length))]);
      Codecs.of(format).encode(values, 0, values.length, stored, 0);
      Codecs.of(format).decode(stored, 0, rounded, 0, values.length);
    }
    if (rounding instanceof Rounding.Significand) {
      // As tensor cores read a float32.
      for (int i = 0; i < values.length; i++) {
        rounded[i] = Float.intBitsToFloat(Float.floatToRawIntBits(values[i]) & ~0x1fff);
      }
    }
    return rounded;
  }

  private static float binary16(float value) {
    return Float.float16ToFloat(Float.floatToFloat16(value));
  }
}
