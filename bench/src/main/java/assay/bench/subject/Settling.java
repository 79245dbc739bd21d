package assay.bench.subject;

/**
 * Runs an operation until the JIT compiler has nothing left to do for it.
 *
 * <p>A fixed time is too short for some kernels and too long for others: one in C is ready at once,
 * one of many Vector API methods grows twenty times faster during most of a second, the more so
 * where the kernel's threads and the compiler's share few cores. So the operation pauses between
 * short stretches, in which the compiler has the cores to itself, and ends when nothing has been
 * compiled and nothing became faster for a while.
 */
final class Settling {

  private static final long STRETCH_NANOS = 30_000_000;
  private static final long PAUSE_MILLIS = 10;
  private static final int CALM_STRETCHES = 3;

  /** A kernel that is never done, as under a debugger, is measured all the same. */
  private static final long LONGEST_NANOS = 3_000_000_000L;

  private static final double FASTER = 0.95;

  private Settling() {}

  /** Of one operation, once it is settled. */
  static long shortestNanos(Runnable operation) {
    CompilerWork compiler = new CompilerWork();
    long start = System.nanoTime();
    long shortest = Long.MAX_VALUE;
    long compiled = compiler.soFar();
    int calm = 0;
    while (calm < CALM_STRETCHES && System.nanoTime() - start < LONGEST_NANOS) {
      long best = shortestOfStretch(operation);
      pause();
      long before = compiled;
      compiled = compiler.soFar();
      calm = compiled == before && best > FASTER * shortest ? calm + 1 : 0;
      shortest = Math.min(shortest, best);
    }
    return shortest;
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
