package assay.kernels.vector.ceiling;

import assay.kernels.parallel.ParallelTask;
import assay.kernels.parallel.WorkerPool;
import java.util.ArrayList;
import java.util.List;

/** Repeats a piece of work on all threads of a pool and says at what rate it went. */
final class Sampler {

  /** Long against the 100 nanoseconds of a clock reading and the microseconds of a wake-up. */
  private static final long SAMPLE_NANOS = 6_000_000;

  /** C2 takes tens of milliseconds for one of these loops. */
  private static final long STEADY_NANOS = 80_000_000;

  /** C2 compiles after 5000 invocations; here each call is at least four of a loop. */
  private static final int COMPILING_CALLS = 1_500;

  private static final long LONGEST_WARM_UP_NANOS = 2_000_000_000;
  private static final int MAX_SAMPLES = 25;
  private static final int MIN_SAMPLES = 3;

  /** Longs in a cache line and its neighbour, which the prefetcher fetches along. */
  private static final int LINE = 16;

  private final WorkerPool pool;
  private final ParallelTask task = this::runCalls;
  private final long[] results;
  private final long[] calls;
  private Work work;
  private int callsPerSample = 1;

  Sampler(WorkerPool pool) {
    this.pool = pool;
    results = new long[pool.threads() * LINE];
    calls = new long[pool.threads() * LINE];
  }

  /**
   * Rates of all threads together, in amounts per second.
   *
   * @param nanos to be spent, warm-up included; at least three samples are taken anyway
   */
  List<Double> rates(Work measured, long nanos) {
    long start = System.nanoTime();
    work = measured;
    warmUp(start + nanos * 2 / 5);
    List<Double> rates = new ArrayList<>();
    while (rates.size() < MIN_SAMPLES
        || rates.size() < MAX_SAMPLES && System.nanoTime() - start < nanos) {
      rates.add(1e9 * pool.threads() * callsPerSample * measured.amount() / sampleNanos());
    }
    return rates;
  }

  /** Runs the work for so long and so often that the JIT has every reason to compile it. */
  void introduce(Work early, long nanos) {
    work = early;
    callsPerSample = 1;
    long start = System.nanoTime();
    for (int i = 0; i < COMPILING_CALLS || System.nanoTime() - start < nanos; i++) {
      pool.run(task);
    }
  }

  /**
   * Runs until the time is over and the work has stopped getting faster, which is when the JIT has
   * done with it; ends with a number of calls that fills a sample.
   */
  private void warmUp(long until) {
    long limit = System.nanoTime() + LONGEST_WARM_UP_NANOS;
    long improved = System.nanoTime();
    double best = Double.MAX_VALUE;
    callsPerSample = 1;
    long now;
    do {
      long taken = Math.max(1, sampleNanos());
      double perCall = (double) taken / callsPerSample;
      callsPerSample = callsFor(taken);
      now = System.nanoTime();
      if (perCall < 0.95 * best) {
        best = perCall;
        improved = now;
      }
    } while (now < limit && (now < until || now - improved < STEADY_NANOS));
  }

  private int callsFor(long taken) {
    double factor = Math.min(4, (double) SAMPLE_NANOS / taken);
    return (int) Math.max(1, Math.min(1e8, callsPerSample * factor));
  }

  private long sampleNanos() {
    long start = System.nanoTime();
    pool.run(task);
    return System.nanoTime() - start;
  }

  private void runCalls(int thread, int threads) {
    Work mine = work;
    long first = calls[thread * LINE];
    long result = 0;
    for (int i = 0; i < callsPerSample; i++) {
      result += mine.run(thread, first + i);
    }
    calls[thread * LINE] = first + callsPerSample;
    results[thread * LINE] += result;
  }
}
