package assay.kernels.vector;

import java.lang.management.ManagementFactory;

/** How much a kernel allocates when the JIT has done with it. */
public final class Allocation {

  private static final int ROUND = 500;

  /** Until then C2 must be done, however busy the machine; it is no limit on the work. */
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private Allocation() {}

  /**
   * Bytes of {@value #ROUND} calls on this thread, in the best of many rounds.
   *
   * <p>Before C2 is done every vector is an object, and when that is depends on the machine: so the
   * rounds go on until one is free of allocation. A kernel that boxes does so in all of them.
   */
  public static long onceCompiled(Runnable call) {
    var bean = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long best = Long.MAX_VALUE;
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (best > 0 && System.nanoTime() < deadline) {
      long before = bean.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < ROUND; i++) {
        call.run();
      }
      best = Math.min(best, bean.getCurrentThreadAllocatedBytes() - before);
    }
    return best;
  }
}
