package assay.bench.subject;

/**
 * Runs an operation until the JIT compiler has nothing left to do for it.
 *
 * <p>A fixed time is too short for some kernels and too long for others: one in C is ready at once,
 * one of many Vector API methods grows twenty times faster during most of a second, the more so
 * where the kernel's threads and the compiler's share few cores. So the operation runs in short
 * stretches, waits after each until the compiler is idle, and ends when it became faster in none of
 * the last ones.
 */
final class Settling {

  private static final long STRETCH_NANOS = 30_000_000;

  /** Two ticks of Linux' processor times: a compiler that is at work shows in one of them. */
  private static final long PAUSE_MILLIS = 20;

  private static final int CALM_STRETCHES = 2;

  /** A kernel that is never done, as under a debugger, is measured all the same. */
  private static final long LONGEST_NANOS = 3_000_000_000L;

  private static final double FASTER = 0.95;

  private Settling() {}

  /** Of one operation, once it is settled. */
  static long shortestNanos(Runnable operation) {
    CompilerWork compiler = new CompilerWork();
    long start = System.nanoTime();
    long shortest = Long.MAX_VALUE;
    int calm = 0;
    while (calm < CALM_STRETCHES && System.nanoTime() - start < LONGEST_NANOS) {
      long best = shortestOfStretch(operation);
      calm = best > FASTER * shortest ? calm + 1 : 0;
      shortest = Math.min(shortest, best);
      awaitIdle(compiler, start + LONGEST_NANOS);
    }
    return shortest;
  }

  /** With the cores to itself the compiler is done several times sooner than beside the kernel. */
  private static void awaitIdle(CompilerWork compiler, long deadline) {
    long before;
    long now = compiler.soFar();
    do {
      before = now;
      pause();
      now = compiler.soFar();
    } while (now != before && System.nanoTime() < deadline);
  }

  private static long shortestOfStretch(Runnable operation) {
    long shortest = Long.MAX_VALUE;
    long start = System.nanoTime();
    long now = start;
    do {
      long before = now;
      operation.run();
      now = System.nanoTime();
      shortest = Math.min(shortest, now - before);
    } while (now - start < STRETCH_NANOS);
    return shortest;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("a fork is interrupted by nobody", e);
    }
  }
}
