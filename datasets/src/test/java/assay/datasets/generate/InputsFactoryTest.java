package assay.datasets.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Inputs;
import assay.kernels.Spec;
import assay.kernels.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputsFactoryTest {

  private final InputsFactory factory = new InputsFactory();

  private static Inputs.Matmul matmul(Generated generated) {
    return (Inputs.Matmul) generated.inputs();
  }

  private Generated generate(String spec, Fill fill, long seed) {
    return factory.generate(Spec.parse(spec), fill, seed, Arena.ofAuto());
  }

  private static float[] floats(Tensor tensor) {
    return tensor.data().toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fill.class,
      names = {"GAUSSIAN", "UNIFORM", "HEAVY", "INTEGER"})
  void sameSeedSameBytesOtherSeedOtherBytes(Fill fill) {
    String spec = "matmul:q8_0*f32:m7,n3,k160";
    Inputs.Matmul once = matmul(generate(spec, fill, 5));
    Inputs.Matmul again = matmul(generate(spec, fill, 5));
    Inputs.Matmul other = matmul(generate(spec, fill, 6));
    assertEquals(-1, once.weights().data().mismatch(again.weights().data()));
    assertEquals(-1, once.activations().data().mismatch(again.activations().data()));
    assertNotEquals(-1, once.weights().data().mismatch(other.weights().data()));
    assertNotEquals(-1, once.activations().data().mismatch(other.activations().data()));
  }

  @Test
  void rowsDifferFromEachOtherAlsoWhenMixedFromAPool() {
    Tensor weights = matmul(generate("matmul:f32*f32:m3000,n1,k1100", Fill.UNIFORM, 1)).weights();
    Set<String> rows = new HashSet<>();
    for (long row = 0; row < weights.rows(); row++) {
      float[] values = weights.row(row).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
      rows.add(java.util.Arrays.toString(java.util.Arrays.copyOf(values, 700)));
    }
    assertEquals(weights.rows(), rows.size());
  }

  @Test
  void originalsAreTheRowsThatWereStored() {
    Generated generated = generate("matmul:f32*f32:m3000,n2,k1100", Fill.HEAVY, 9);
    Tensor weights = matmul(generated).weights();
    OriginalRows originals = generated.originalOf(weights).orElseThrow();
    for (long row : new long[] {0, 1, 1777, 2999}) {
      assertArrayEquals(
          weights.row(row).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED), originals.row(row));
    }
  }

  @Test
  void gaussianHasUnitVarianceAndHeavyHasOutlierChannels() {
    double[] gaussian = moments(Fill.GAUSSIAN);
    assertEquals(0, gaussian[0], 0.02);
    assertEquals(1, gaussian[1], 0.02);
    assertEquals(3, gaussian[2], 0.1);
    assertEquals(1.8, moments(Fill.UNIFORM)[2], 0.05);
    assertTrue(moments(Fill.HEAVY)[2] > 20);
  }

  /** Mean, variance, kurtosis of 200,000 activations. */
  private double[] moments(Fill fill) {
    float[] x = floats(matmul(generate("matmul:f32*f32:m1,n200,k1000", fill, 3)).activations());
    double mean = 0;
    for (float v : x) {
      mean += v / x.length;
    }
    double second = 0;
    double fourth = 0;
    for (float v : x) {
      second += (v - mean) * (v - mean) / x.length;
      fourth += Math.pow(v - mean, 4) / x.length;
    }
    return new double[] {mean, second, fourth / (second * second)};
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "matmul:f32*f32:m0,n1,k64",
        "matmul:q4_K*f32:m3,n0,k256",
        "attention:f32*bf16:h6,kv2,d40,v24,n3,c9,causal,sinks",
        "attention:f32*q8_0:h4,kv4,d64,n1,c33,full",
        "dequant:iq2_xxs*f32:m5,k512"
      })
  void everyTensorIsAlignedAndOfTheSpecsShape(String text) {
    switch (generate(text, Fill.GAUSSIAN, 2).inputs()) {
      case Inputs.Matmul m -> {
        aligned(m.weights());
        aligned(m.activations());
      }
      case Inputs.Attention a -> {
        aligned(a.query());
        aligned(a.keys());
        aligned(a.values());
        assertEquals(text.endsWith("sinks"), a.sinks().isPresent());
        if (a.sinks().isPresent()) {
          assertEquals(18, a.query().rows());
          assertEquals(18, a.keys().rows());
          assertEquals(24, a.values().columns());
        }
      }
      case Inputs.Dequant d -> aligned(d.source());
    }
  }

  private static void aligned(Tensor tensor) {
    MemorySegment data = tensor.data();
    assertEquals(0, data.address() % 64);
    assertEquals(tensor.byteSize(), data.byteSize());
  }
}
