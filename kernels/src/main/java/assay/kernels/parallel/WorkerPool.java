package assay.kernels.parallel;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A fixed team of threads that run one task at a time; the caller is the team's thread 0.
 *
 * <p>Workers spin before they park: a kernel of 50 microseconds would otherwise spend as long being
 * woken. {@link #run} allocates nothing and is called by one thread at a time.
 */
public final class WorkerPool implements AutoCloseable {

  /** Teams by size, for the pools made inside {@link #sharingTeams}. */
  private static final ScopedValue<Map<Integer, Team>> SHARED = ScopedValue.newInstance();

  private final Team team;
  private boolean closed;

  public WorkerPool(int threads) {
    team = SHARED.isBound() ? shared(SHARED.get(), threads) : new Team(threads);
    team.join();
  }

  /** A pool that was used for packing alone may have ended its team already. */
  private static Team shared(Map<Integer, Team> teams, int threads) {
    return teams.compute(
        threads, (size, team) -> team == null || team.isClosed() ? new Team(size) : team);
  }

  /**
   * Lets the pools of equal size that are made inside {@code work} have one team.
   *
   * <p>For kernels that are run in turn. With a team each, all but one would have gone to sleep by
   * their turn, and every operation would begin with waking its threads.
   */
  public static <T> T sharingTeams(Supplier<T> work) {
    return ScopedValue.where(SHARED, new HashMap<>()).call(work::get);
  }

  public int threads() {
    return team.threads();
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
    team.run(shared);
  }

  /** Idempotent; the threads end with the last pool that has them. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      team.leave();
    }
  }
}
