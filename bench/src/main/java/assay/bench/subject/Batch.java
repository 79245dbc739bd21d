package assay.bench.subject;

import java.math.BigInteger;

/**
 * How many operations share one reading of the clock.
 *
 * <p>Two calls of {@code System.nanoTime} cost about 50 ns. Beside an operation of 1 microsecond
 * that would be 5 per cent of its throughput, so short operations are counted in batches of at
 * least 50 microseconds, of which one operation is timed by itself for the latency histogram.
 *
 * @param shortestNanos of one operation while the batch was settled
 */
record Batch(int operations, long shortestNanos) {

  static final Batch SINGLE = new Batch(1, 0);

  private static final long LEAST_NANOS = 50_000;

  private static final int LARGEST = 1 << 16;

  /** Runs the operation until the JIT is done with it, see {@link Settling}. */
  static Batch settle(Runnable operation) {
    return ofOperation(Settling.shortestNanos(operation));
  }

  /**
   * At least as long, and such that the timed operations, the first of each batch, go round all
   * copies: with a common divisor they would meet the same few for ever.
   */
  Batch goingRound(int copies) {
    int coprime = operations;
    while (BigInteger.valueOf(coprime).gcd(BigInteger.valueOf(copies)).intValue() > 1) {
      coprime++;
    }
    return new Batch(coprime, shortestNanos);
  }

  static Batch ofOperation(long nanos) {
    long fitting = Math.ceilDiv(LEAST_NANOS, Math.max(nanos, 1));
    return new Batch((int) Math.min(LARGEST, fitting), nanos);
  }
}
