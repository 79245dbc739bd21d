package assay.kernels.vector.ceiling;

import assay.kernels.vector.shape.VectorShapes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Fused multiply-adds between registers only: the ceiling of every float kernel.
 *
 * <p>Twelve chains: two pipes of four cycles need eight, and twelve accumulators with two factors
 * still fit the sixteen registers of AVX2. They start from different values, else they were one.
 */
final class FusedMultiplyAdds implements Work {

  private static final int CHAINS = 12;
  private static final int REPEATS = 4;

  private final int rounds;

  /**
   * Makes calls of {@code rounds} turns of the loop.
   *
   * @param rounds few until the JIT has compiled the method: a long-running loop would be replaced
   *     in flight by code that keeps its vectors in boxes, and stay so
   */
  FusedMultiplyAdds(int rounds) {
    this.rounds = rounds;
  }

  @Override
  public double amount() {
    return 2.0 * CHAINS * rounds * REPEATS * VectorShapes.LANES;
  }

  @Override
  public long run(int thread, long call) {
    float sum = 0;
    for (int i = 0; i < REPEATS; i++) {
      sum += chains(rounds, 1 + (call + i & 7));
    }
    return (long) sum;
  }

  private static float chains(int rounds, float factor) {
    FloatVector a = FloatVector.broadcast(VectorShapes.F32, factor);
    FloatVector b = FloatVector.broadcast(VectorShapes.F32, 0.999f);
    FloatVector c0 = a;
    FloatVector c1 = a.add(1);
    FloatVector c2 = a.add(2);
    FloatVector c3 = a.add(3);
    FloatVector c4 = a.add(4);
    FloatVector c5 = a.add(5);
    FloatVector c6 = a.add(6);
    FloatVector c7 = a.add(7);
    FloatVector c8 = a.add(8);
    FloatVector c9 = a.add(9);
    FloatVector c10 = a.add(10);
    FloatVector c11 = a.add(11);
    for (int i = 0; i < rounds; i++) {
      c0 = a.fma(b, c0);
      c1 = a.fma(b, c1);
      c2 = a.fma(b, c2);
      c3 = a.fma(b, c3);
      c4 = a.fma(b, c4);
      c5 = a.fma(b, c5);
      c6 = a.fma(b, c6);
      c7 = a.fma(b, c7);
      c8 = a.fma(b, c8);
      c9 = a.fma(b, c9);
      c10 = a.fma(b, c10);
      c11 = a.fma(b, c11);
    }
    FloatVector first = c0.add(c1).add(c2.add(c3)).add(c4.add(c5));
    FloatVector second = c6.add(c7).add(c8.add(c9)).add(c10.add(c11));
    return first.add(second).reduceLanes(VectorOperators.ADD);
  }
}
