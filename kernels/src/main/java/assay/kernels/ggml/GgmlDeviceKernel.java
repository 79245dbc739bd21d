package assay.kernels.ggml;

import assay.kernels.Arithmetic;
import assay.kernels.Execution;
import assay.kernels.QueuedKernel;
import java.lang.foreign.MemorySegment;

/** An operation in a device's own memory, with the device's queue. */
final class GgmlDeviceKernel extends GgmlPrepared implements QueuedKernel {

  private final GgmlQueue queue;
  private final MemorySegment graph;

  /** Takes over the operation and the queue and closes both. */
  GgmlDeviceKernel(
      GgmlOperation operation,
      GgmlQueue queue,
      MemorySegment graph,
      Arithmetic arithmetic,
      Execution execution) {
    super(operation, queue::close, operation.context().deviceOutput(), arithmetic, execution);
    this.queue = queue;
    this.graph = graph;
  }

  @Override
  public void enqueue() {
    requireOpen();
    queue.enqueue(graph);
  }

  @Override
  public void await() {
    requireOpen();
    queue.await();
  }
}
