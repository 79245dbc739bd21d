package assay.kernels.gpu.driver;

/** What a run consists of: a launch of ours, or a library's call that launches by itself. */
public interface Step {

  /** Starts it and returns. Allocates nothing. */
  void enqueue(QueueCalls queue);
}
