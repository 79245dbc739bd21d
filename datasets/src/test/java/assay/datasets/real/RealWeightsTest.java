package assay.datasets.real;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.datasets.TensorFileException;
import assay.datasets.generate.Fill;
import assay.datasets.generate.Generated;
import assay.datasets.generate.InputsFactory;
import assay.datasets.gguf.GgufWriter;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.Spec;
import assay.kernels.Tensor;
import assay.kernels.format.Codecs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealWeightsTest {

  @TempDir Path folder;

  private static double kurtosis(float[] values) {
    double second = 0;
    double fourth = 0;
    for (float v : values) {
      second += (double) v * v / values.length;
      fourth += Math.pow(v, 4) / values.length;
    }
    return fourth / (second * second);
  }

  @Test
  void sliceHasTheOutliersOfATrainedModel() {
    RealWeights slice = RealWeights.slice();
    assertEquals(List.of(1536, 384), slice.widths(RealWeights.Kind.WEIGHTS));
    assertEquals(6 * (8 + 16 + 4 * 6), slice.count(RealWeights.Kind.WEIGHTS));
    float[] weights = new float[48 * 1536];
    slice.fill(RealWeights.Kind.WEIGHTS, 0, weights);
    float[] inner = new float[40 * 1536];
    slice.fill(RealWeights.Kind.ACTIVATIONS, 0, inner);
    // Gaussian values have 3.
    assertTrue(kurtosis(weights) > 3.5, "weights " + kurtosis(weights));
    assertTrue(kurtosis(inner) > 10, "activations " + kurtosis(inner));
  }

  @Test
  void widerRowsAreTrainedRowsOneAfterTheOther() {
    RealWeights slice = RealWeights.slice();
    float[] first = new float[384];
    float[] second = new float[384];
    slice.fill(RealWeights.Kind.WEIGHTS, 7, first);
    slice.fill(RealWeights.Kind.WEIGHTS, 8, second);
    float[] wide = new float[640];
    slice.fill(RealWeights.Kind.WEIGHTS, 7, wide);
    assertArrayEquals(first, Arrays.copyOf(wide, 384));
    assertArrayEquals(Arrays.copyOf(second, 256), Arrays.copyOfRange(wide, 384, 640));
    float[] narrow = new float[40];
    slice.fill(RealWeights.Kind.WEIGHTS, 7, narrow);
    assertArrayEquals(Arrays.copyOf(first, 40), narrow);
  }

  @Test
  void realFillReachesEveryTensorOfEveryOperation() {
    for (String text :
        List.of(
            "matmul:q8_0*f32:m64,n5,k2880",
            "dequant:q4_0*f32:m33,k1536",
            "attention:f32*q8_0:h8,kv2,d64,n3,c40,causal,sinks")) {
      Generated generated =
          new InputsFactory().generate(Spec.parse(text), Fill.REAL, 3, Arena.ofAuto());
      Generated again =
          new InputsFactory().generate(Spec.parse(text), Fill.REAL, 3, Arena.ofAuto());
      List<Tensor> tensors = tensors(generated.inputs());
      for (int i = 0; i < tensors.size(); i++) {
        Tensor tensor = tensors.get(i);
        assertEquals(-1, tensor.data().mismatch(tensors(again.inputs()).get(i).data()));
        float[] row = new float[(int) tensor.columns()];
        Codecs.of(tensor.format()).decode(tensor.data(), 0, row, 0, row.length);
        float[] original = generated.originalOf(tensor).orElseThrow().row(0);
        double step = 0;
        for (float value : original) {
          step = Math.max(step, Math.abs(value) / 8);
        }
        assertNotEquals(0, step);
        assertArrayEquals(original, row, (float) (step * 1.01), text);
      }
    }
  }

  private static List<Tensor> tensors(Inputs inputs) {
    return switch (inputs) {
      case Inputs.Matmul m -> List.of(m.weights(), m.activations());
      case Inputs.Dequant d -> List.of(d.source());
      case Inputs.Attention a -> List.of(a.query(), a.keys(), a.values(), a.sinks().orElseThrow());
    };
  }

  @Test
  void takesRowsFromTheUsersOwnFile() {
    float[] values = new float[3 * 64];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Path path = folder.resolve("own.gguf");
    new GgufWriter()
        .add("w", Format.F32, List.of(3L, 64L), MemorySegment.ofArray(values))
        .add("bias", Format.F32, List.of(64L), MemorySegment.ofArray(new float[64]))
        .write(path);
    try (RealWeights own = RealWeights.open(path)) {
      assertEquals("own.gguf", own.source());
      assertEquals(3, own.count(RealWeights.Kind.WEIGHTS));
      float[] row = new float[100];
      own.fill(RealWeights.Kind.WEIGHTS, 2, row);
      assertEquals(2 * 64, row[0]);
      assertEquals(0, row[64]);
      assertEquals(80, own.count(RealWeights.Kind.ACTIVATIONS));
    }
  }

  @Test
  void aFileWithoutMatricesIsRefused() {
    Path path = folder.resolve("vectors.gguf");
    new GgufWriter()
        .add("bias", Format.F32, List.of(64L), MemorySegment.ofArray(new float[64]))
        .write(path);
    String message =
        assertThrows(TensorFileException.class, () -> RealWeights.open(path)).getMessage();
    assertTrue(message.contains("has no matrix"), message);
  }
}
