package assay.kernels.reference;

import assay.kernels.Arithmetic;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.Tensor;
import assay.kernels.accuracy.Measures;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** A float32 matmul with plain loops that tests can spoil. */
record Problem(MatmulSpec spec, float[] w, float[] x) {

  static Problem random(int m, int n, int k, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return of(m, n, k, i -> random.nextDouble(-1, 1), i -> random.nextDouble(-1, 1));
  }

  static Problem of(int m, int n, int k, IntToDoubleFunction w, IntToDoubleFunction x) {
    return new Problem(new MatmulSpec(Format.F32, m, n, k), floats(m * k, w), floats(n * k, x));
  }

  private static float[] floats(int count, IntToDoubleFunction value) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = (float) value.applyAsDouble(i);
    }
    return floats;
  }

  Inputs.Matmul inputs() {
    return new Inputs.Matmul(tensor(spec.m(), spec.k(), w), tensor(spec.n(), spec.k(), x));
  }

  static Tensor tensor(long rows, long columns, float[] values) {
    return new Tensor(Format.F32, rows, columns, MemorySegment.ofArray(values));
  }

  /** One float32 sum after the other, from {@code from} to the end of k. */
  float[] result(float[] activations, int from) {
    int m = (int) spec.m();
    int k = (int) spec.k();
    float[] result = new float[(int) spec.outputs()];
    for (int out = 0; out < result.length; out++) {
      float sum = 0;
      for (int j = from; j < k; j++) {
        sum += w[out % m * k + j] * activations[out / m * k + j];
      }
      result[out] = sum;
    }
    return result;
  }

  float[] result() {
    return result(x, 0);
  }

  Measures measures(Arithmetic arithmetic, float[] result) {
    int[] all = IntStream.range(0, result.length).toArray();
    return Measures.of(Truth.of(spec, inputs(), arithmetic, all), result);
  }
}
