package assay.kernels.nativec;

import assay.kernels.parallel.ParallelTask;
import assay.kernels.parallel.WorkerPool;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A worker pool whose threads stay on one processor each while there is one for each.
 *
 * <p>A thread that the system moves finds another core's caches, and two threads of a memory-bound
 * kernel on one core halve its speed. The caller is pinned too, and let go by {@link #close}.
 */
public final class PinnedPool implements AutoCloseable {

  private final WorkerPool pool;
  private final Affinity affinity;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment allowed;
  private final boolean pinned;

  public PinnedPool(NativeLibrary library, int threads) {
    pool = new WorkerPool(threads);
    affinity = new Affinity(library);
    allowed = arena.allocate(Affinity.MASK);
    int[] order = affinity.processors(allowed);
    pinned = threads <= order.length;
    if (pinned) {
      pool.run((thread, count) -> affinity.pin(order[thread]));
    }
  }

  public int threads() {
    return pool.threads();
  }

  public boolean isPinned() {
    return pinned;
  }

  /** See {@link WorkerPool#run}. */
  public void run(ParallelTask task) {
    pool.run(task);
  }

  @Override
  public void close() {
    if (!arena.scope().isAlive()) {
      return;
    }
    if (pinned) {
      pool.run((thread, count) -> affinity.unpin(allowed));
    }
    pool.close();
    arena.close();
  }
}
