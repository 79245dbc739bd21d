package assay.datasets.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.Tensor;
import assay.kernels.format.Codec;
import assay.kernels.format.Codecs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The promise of {@link Fill#INTEGER}: float32 dot products are exact in any order. */
class IntegerFillTest {

  /** The longest row of any model in the catalogue that is common: Llama 3.1 70B's FFN. */
  private static final int K = 28_672;

  /** Float32 holds every whole number below this. */
  private static final double EXACT = 1 << 24;

  private static Inputs.Matmul inputs(Format format) {
    MatmulSpec spec = new MatmulSpec(format, 6, 2, K);
    return (Inputs.Matmul) new InputsFactory().make(spec, Fill.INTEGER, 11, Arena.ofAuto());
  }

  private static float[] row(Tensor tensor, long index) {
    float[] row = new float[(int) tensor.columns()];
    Codecs.of(tensor.format()).decode(tensor.data(), index * tensor.rowBytes(), row, 0, row.length);
    return row;
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void partialSumsStayWithinTheExactRange(Format format) {
    Inputs.Matmul inputs = inputs(format);
    for (int i = 0; i < 6; i++) {
      float[] w = row(inputs.weights(), i);
      double unit = unit(w);
      for (int j = 0; j < 2; j++) {
        float[] x = row(inputs.activations(), j);
        double sum = 0;
        for (int column = 0; column < K; column++) {
          sum += Math.abs((double) w[column] * x[column]);
        }
        assertTrue(sum > 0 && sum / unit < EXACT, format + " " + sum / unit);
      }
    }
  }

  /** The largest power of two, at most 1, that every value is a multiple of. */
  private static double unit(float[] values) {
    double unit = 1;
    for (float value : values) {
      while (value / unit != Math.rint(value / unit)) {
        unit /= 2;
      }
    }
    assertTrue(unit >= 0.125, "a unit of " + unit);
    return unit;
  }

  @ParameterizedTest
  @EnumSource(
      value = Format.class,
      names = {"Q8_0", "Q8_1", "Q8_K"})
  void roundingActivationsToEightBitsLosesNothing(Format rounding) {
    float[] x = row(inputs(Format.Q4_0).activations(), 1);
    Codec codec = Codecs.of(rounding);
    MemorySegment stored = MemorySegment.ofArray(new byte[(int) rounding.bytesFor(K)]);
    codec.encode(x, 0, K, stored, 0);
    float[] back = new float[K];
    codec.decode(stored, 0, back, 0, K);
    // A tolerance of zero would tell 0 from -0, which Q8_K's negative scale makes of it.
    for (int column = 0; column < K; column++) {
      assertTrue(x[column] == back[column], "column " + column);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Format.class,
      names = {"IQ2_XXS", "IQ2_XS", "IQ1_S"})
  void codesThatCannotBeEncodedAreDrawnNearUnitVariance(Format format) {
    for (Fill fill : new Fill[] {Fill.GAUSSIAN, Fill.HEAVY, Fill.REAL}) {
      MatmulSpec spec = new MatmulSpec(format, 6, 1, 4096);
      Generated generated = new InputsFactory().generate(spec, fill, 1, Arena.ofAuto());
      Tensor weights = ((Inputs.Matmul) generated.inputs()).weights();
      assertTrue(generated.originalOf(weights).isEmpty());
      double square = 0;
      for (int i = 0; i < 6; i++) {
        for (float value : row(weights, i)) {
          square += value * value / (6.0 * 4096);
        }
      }
      assertTrue(square > 0.4 && square < 6, format + " " + square);
    }
  }

  @Test
  void originalsOfDrawnCodesAreTheirValues() {
    MatmulSpec spec = new MatmulSpec(Format.Q4_K, 6, 1, K);
    Generated generated = new InputsFactory().generate(spec, Fill.INTEGER, 11, Arena.ofAuto());
    Tensor weights = ((Inputs.Matmul) generated.inputs()).weights();
    assertArrayEquals(row(weights, 5), generated.originalOf(weights).orElseThrow().row(5));
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void zerosDecodeToZero(Format format) {
    MatmulSpec spec = new MatmulSpec(format, 2, 1, 512);
    Inputs.Matmul inputs =
        (Inputs.Matmul) new InputsFactory().make(spec, Fill.ZEROS, 1, Arena.ofAuto());
    for (float value : row(inputs.weights(), 1)) {
      assertEquals(0, Math.abs(value));
    }
  }

  /** Encoding must not change what a fill is: the error of a format at unit variance is known. */
  @ParameterizedTest
  @EnumSource(
      value = Format.class,
      names = {"Q8_0", "Q6_K", "Q5_K", "Q4_K", "Q4_0", "IQ4_XS", "Q3_K", "Q2_K"})
  void gaussianWeightsKeepTheirOriginals(Format format) {
    MatmulSpec spec = new MatmulSpec(format, 700, 1, 1024);
    Generated generated = new InputsFactory().generate(spec, Fill.GAUSSIAN, 5, Arena.ofAuto());
    Tensor weights = ((Inputs.Matmul) generated.inputs()).weights();
    OriginalRows originals = generated.originalOf(weights).orElseThrow();
    double error = 0;
    double square = 0;
    for (int i = 0; i < 700; i += 50) {
      float[] stored = row(weights, i);
      float[] original = originals.row(i);
      for (int column = 0; column < stored.length; column++) {
        error += Math.pow(stored[column] - original[column], 2);
        square += Math.pow(original[column], 2);
      }
    }
    // Six decibels per bit, within a factor of four for what scales cost and searches win.
    double expected = 2.5 * Math.pow(4, -format.bitsPerElement());
    assertTrue(
        error / square < 4 * expected && error / square > expected / 4,
        format + " " + error / square + " " + expected);
  }
}
