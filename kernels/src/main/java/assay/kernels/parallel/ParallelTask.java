package assay.kernels.parallel;

/** Work that every thread of a {@link WorkerPool} takes a share of. */
@FunctionalInterface
public interface ParallelTask {

  /**
   * Does this thread's share.
   *
   * @param thread from 0 to {@code threads - 1}; 0 is the caller of {@link WorkerPool#run}
   * @param threads how many threads share the work
   */
  void run(int thread, int threads);
}
