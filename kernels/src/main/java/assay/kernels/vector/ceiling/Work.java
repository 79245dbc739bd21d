package assay.kernels.vector.ceiling;

/** A loop to be timed, in calls short enough for the JIT to meet it often. */
interface Work {

  /** Flops, operations, bytes or steps in one call. */
  double amount();

  /**
   * Does one call's work.
   *
   * @param thread who calls
   * @param call counts up from 0 within a thread
   * @return something that depends on all of the work, so that none of it can be left out
   */
  long run(int thread, long call);
}
