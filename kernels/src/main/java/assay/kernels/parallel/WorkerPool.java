package assay.kernels.parallel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed team of threads that run one task at a time; the caller is the team's thread 0.
 *
 * <p>Workers spin before they park: a kernel of 50 microseconds would otherwise spend as long being
 * woken. {@link #run} allocates nothing and is called by one thread at a time.
 */
public final class WorkerPool implements AutoCloseable {

  /** About 100 microseconds of pause instructions: longer than the gap between two operations. */
  private static final int SPINS = 4_000;

  private final Worker[] workers;
  private final AtomicInteger unfinished = new AtomicInteger();
  private volatile ParallelTask task;
  private volatile int round;
  private volatile boolean closed;
  private volatile Throwable failure;
  private volatile Thread caller;

  public WorkerPool(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, not " + threads);
    }
    workers = new Worker[threads - 1];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(i + 1);
      workers[i].start();
    }
  }

  public int threads() {
    return workers.length + 1;
  }

  /**
   * Runs the task on every thread and returns when all have finished.
   *
   * @throws IllegalStateException when the pool is closed or a thread failed, with its cause
   */
  public void run(ParallelTask shared) {
    if (closed) {
      throw new IllegalStateException("the worker pool is closed");
    }
    if (workers.length == 0) {
      shared.run(0, 1);
      return;
    }
    start(shared);
    try {
      shared.run(0, threads());
    } finally {
      awaitWorkers();
    }
    Throwable failed = failure;
    if (failed != null) {
      failure = null;
      throw new IllegalStateException("a worker thread failed: " + failed.getMessage(), failed);
    }
  }

  private void start(ParallelTask shared) {
    caller = Thread.currentThread();
    task = shared;
    unfinished.set(workers.length);
    round++;
    for (Worker worker : workers) {
      if (worker.parked) {
        LockSupport.unpark(worker);
      }
    }
  }

  private void awaitWorkers() {
    int spins = 0;
    while (unfinished.get() > 0) {
      if (spins++ < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(this, 50_000);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    round++;
    for (Worker worker : workers) {
      LockSupport.unpark(worker);
    }
  }

  private final class Worker extends Thread {
    private final int index;
    private volatile boolean parked;

    Worker(int index) {
      super("assay-worker-" + index);
      this.index = index;
      setDaemon(true);
    }

    @Override
    public void run() {
      int seen = 0;
      while (true) {
        awaitRound(seen);
        if (closed) {
          return;
        }
        seen = round;
        runShare();
      }
    }

    private void runShare() {
      try {
        task.run(index, threads());
      } catch (Throwable thrown) {
        failure = thrown;
      }
      if (unfinished.decrementAndGet() == 0) {
        LockSupport.unpark(caller);
      }
    }

    private void awaitRound(int seen) {
      for (int spins = 0; spins < SPINS && round == seen; spins++) {
        Thread.onSpinWait();
      }
      if (round == seen) {
        parked = true;
        while (round == seen) {
          LockSupport.park(WorkerPool.this);
        }
        parked = false;
      }
    }
  }
}
