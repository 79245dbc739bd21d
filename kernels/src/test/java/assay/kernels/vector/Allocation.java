package assay.kernels.vector;

import java.lang.management.ManagementFactory;

/** How much a kernel allocates when the JIT has done with it. */
public final class Allocation {

  private static final int ROUND = 500;
  private static final int ROUNDS = 60;

  private Allocation() {}

  /**
   * Bytes per call on this thread, in the best of many rounds.
   *
   * <p>Before C2 is done every vector is an object, and when that is depends on the machine: so the
   * rounds go on until one is free of allocation. A kernel that boxes does so in all of them.
   */
  public static long perCallOnceCompiled(Runnable call) {
    var bean = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long best = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS && best > 0; round++) {
      long before = bean.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < ROUND; i++) {
        call.run();
      }
      best = Math.min(best, (bean.getCurrentThreadAllocatedBytes() - before) / ROUND);
    }
    return best;
  }
}
