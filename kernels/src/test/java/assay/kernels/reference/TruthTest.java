package assay.kernels.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.kernels.Arithmetic;
import assay.kernels.AttentionSpec;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.Spec;
import assay.kernels.Tensor;
import assay.kernels.format.Codecs;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TruthTest {

  @Test
  void matmulByHand() {
    Problem problem = Problem.of(2, 2, 3, i -> i + 1, i -> i % 2 == 0 ? 1 : -2);
    // W = (1 2 3; 4 5 6), X = (1 -2 1; -2 1 -2)
    Truth truth =
        Truth.of(problem.spec(), problem.inputs(), Arithmetic.FLOAT32, new int[] {3, 0, 2, 1});
    assertArrayEquals(new double[] {-15, 0, -6, 0}, truth.values());
    assertArrayEquals(new double[] {25, 8, 10, 20}, truth.magnitudes());
  }

  @Test
  void aTermThatCancelsItsOffsetCountsInFull() {
    byte[] block = new byte[Format.Q4_1.blockBytes()];
    MemorySegment data = MemorySegment.ofArray(block);
    float[] ramp = new float[32];
    for (int i = 0; i < 32; i++) {
      ramp[i] = i % 16 - 8;
    }
    Codecs.of(Format.Q4_1).encode(ramp, 0, 32, data, 0);
    float[] ones = new float[32];
    java.util.Arrays.fill(ones, 1);
    Truth truth =
        Truth.of(
            Spec.parse("matmul:q4_1*f32:m1,n1,k32"),
            new Inputs.Matmul(new Tensor(Format.Q4_1, 1, 32, data), Problem.tensor(1, 32, ones)),
            Arithmetic.FLOAT32,
            new int[] {0});
    assertEquals(-16, truth.values()[0]);
    // Scale terms 0..15 twice and 32 times the offset -8, against 128 for the sum of |w|.
    assertEquals(2 * 120 + 32 * 8, truth.magnitudes()[0]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attention:f32*f32:h2,kv1,d3,v2,n3,c5,causal",
        "attention:f32*f32:h4,kv2,d4,n2,c6,full",
        "attention:f32*f32:h2,kv2,d4,n4,c9,causal,window3",
        "attention:f32*f32:h2,kv1,d4,n2,c9,causal,cap1.5,sinks"
      })
  void attentionAsTheTextbookSays(String text) {
    AttentionSpec spec = (AttentionSpec) Spec.parse(text);
    SplittableRandom random = new SplittableRandom(text.hashCode());
    float[] q = floats(random, spec.heads() * spec.n() * spec.keyDim());
    float[] k = floats(random, spec.kvHeads() * spec.context() * spec.keyDim());
    float[] v = floats(random, spec.kvHeads() * spec.context() * spec.valueDim());
    float[] sinks = floats(random, spec.heads());
    Inputs inputs =
        new Inputs.Attention(
            Problem.tensor(spec.heads() * spec.n(), spec.keyDim(), q),
            Problem.tensor(spec.kvHeads() * spec.context(), spec.keyDim(), k),
            Problem.tensor(spec.kvHeads() * spec.context(), spec.valueDim(), v),
            spec.sinks() ? Optional.of(Problem.tensor(1, spec.heads(), sinks)) : Optional.empty());
    int[] all = IntStream.range(0, (int) spec.outputs()).toArray();
    Truth truth = Truth.of(spec, inputs, Arithmetic.FLOAT32, all);
    for (int out : all) {
      assertEquals(textbook(spec, q, k, v, sinks, out), truth.values()[out], 1e-12);
    }
  }

  /** softmax(mask(cap(q.k / sqrt(d)))) . v for one output, every position looked at. */
  private static double textbook(
      AttentionSpec spec, float[] q, float[] k, float[] v, float[] sinks, int out) {
    int e = (int) (out % spec.valueDim());
    int head = (int) (out / spec.valueDim() % spec.heads());
    int i = (int) (out / spec.valueDim() / spec.heads());
    int d = (int) spec.keyDim();
    int c = (int) spec.context();
    int cache = (int) (head * spec.kvHeads() / spec.heads()) * c;
    long at = spec.context() - spec.n() + i;
    double sum = spec.sinks() ? Math.exp(sinks[head]) : 0;
    double mixed = 0;
    for (int j = 0; j < c; j++) {
      boolean future = spec.causal() && j > at;
      boolean past = spec.window() > 0 && j <= at - spec.window();
      double dot = 0;
      for (int l = 0; l < d; l++) {
        dot += (double) q[(int) ((head * spec.n() + i) * d + l)] * k[(cache + j) * d + l];
      }
      double score = dot / Math.sqrt(d);
      score = spec.softCap() > 0 ? spec.softCap() * Math.tanh(score / spec.softCap()) : score;
      double weight = future || past ? 0 : Math.exp(score);
      sum += weight;
      mixed += weight * v[(int) ((cache + j) * spec.valueDim() + e)];
    }
    return mixed / sum;
  }

  private static float[] floats(SplittableRandom random, long count) {
    float[] values = new float[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-2, 2);
    }
    return values;
  }

  @Test
  void dequantIsTheRoundedDecode() {
    float[] values = {1 + 0x1p-11f + 0x1p-20f, 1 + 0x1p-11f, 70000, -0f};
    Inputs inputs = new Inputs.Dequant(Problem.tensor(1, 4, values));
    Truth truth =
        Truth.of(
            Spec.parse("dequant:f32*f16:m1,k4"),
            inputs,
            Arithmetic.FLOAT32,
            new int[] {0, 1, 2, 3});
    double[] expected = {1 + 0x1p-10, 1, Double.POSITIVE_INFINITY, -0.0};
    assertArrayEquals(expected, truth.values());
  }
}
