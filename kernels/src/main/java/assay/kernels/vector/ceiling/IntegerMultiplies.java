package assay.kernels.vector.ceiling;

import assay.kernels.vector.shape.VectorShapes;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * 32-bit multiplies between registers only.
 *
 * <p>Twelve chains hide the ten cycles that the instruction takes on some cores. Factors are odd,
 * so that no chain ends at zero.
 */
final class IntegerMultiplies implements Work {

  private static final int CHAINS = 12;
  private static final int REPEATS = 4;

  private final int rounds;

  /**
   * Makes calls of {@code rounds} turns of the loop.
   *
   * @param rounds few until the JIT has compiled the method: a long-running loop would be replaced
   *     in flight by code that keeps its vectors in boxes, and stay so
   */
  IntegerMultiplies(int rounds) {
    this.rounds = rounds;
  }

  @Override
  public double amount() {
    return (double) CHAINS * rounds * REPEATS * VectorShapes.LANES;
  }

  @Override
  public long run(int thread, long call) {
    long sum = 0;
    for (int i = 0; i < REPEATS; i++) {
      sum += chains(rounds, 2 * (int) (call + i) + 3);
    }
    return sum;
  }

  private static int chains(int rounds, int factor) {
    IntVector a = IntVector.broadcast(VectorShapes.I32, factor);
    IntVector c0 = a;
    IntVector c1 = a.add(2);
    IntVector c2 = a.add(4);
    IntVector c3 = a.add(6);
    IntVector c4 = a.add(8);
    IntVector c5 = a.add(10);
    IntVector c6 = a.add(12);
    IntVector c7 = a.add(14);
    IntVector c8 = a.add(16);
    IntVector c9 = a.add(18);
    IntVector c10 = a.add(20);
    IntVector c11 = a.add(22);
    for (int i = 0; i < rounds; i++) {
      c0 = c0.mul(a);
      c1 = c1.mul(a);
      c2 = c2.mul(a);
      c3 = c3.mul(a);
      c4 = c4.mul(a);
      c5 = c5.mul(a);
      c6 = c6.mul(a);
      c7 = c7.mul(a);
      c8 = c8.mul(a);
      c9 = c9.mul(a);
      c10 = c10.mul(a);
      c11 = c11.mul(a);
    }
    IntVector first = c0.add(c1).add(c2.add(c3)).add(c4.add(c5));
    IntVector second = c6.add(c7).add(c8.add(c9)).add(c10.add(c11));
    return first.add(second).reduceLanes(VectorOperators.ADD);
  }
}
