package assay.kernels.parallel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The threads behind one {@link WorkerPool}, or behind several that take turns. */
final class Team {

  /** About 100 microseconds of pause instructions: longer than the gap between two operations. */
  private static final int SPINS = 4_000;

  private final Worker[] workers;
  private final AtomicInteger unfinished = new AtomicInteger();
  private volatile ParallelTask task;
  private volatile int round;
  private volatile boolean closed;
  private volatile Throwable failure;
  private volatile Thread caller;
  private int users;

  Team(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, not " + threads);
    }
    workers = new Worker[threads - 1];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(i + 1);
      workers[i].start();
    }
  }

  int threads() {
    return workers.length + 1;
  }

  void run(ParallelTask shared) {
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

  boolean isClosed() {
    return closed;
  }

  void join() {
    users++;
  }

  /** The threads end with the last user. */
  void leave() {
    users--;
    if (users == 0) {
      closed = true;
      round++;
      for (Worker worker : workers) {
        LockSupport.unpark(worker);
      }
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
          LockSupport.park(Team.this);
        }
        parked = false;
      }
    }
  }
}
