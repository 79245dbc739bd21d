package assay.kernels.ggml;

import assay.kernels.Arithmetic;
import assay.kernels.Execution;
import assay.kernels.QueuedKernel;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** An operation in a device's own memory, with the device's queue. */
final class GgmlDeviceKernel implements QueuedKernel {

  private final GgmlOperation operation;
  private final GgmlQueue queue;
  private final MemorySegment graph;
  private final GgmlDeviceOutput output;
  private final Arithmetic arithmetic;
  private final Execution execution;
  private boolean closed;

  /** Takes over the operation and the queue and closes both. */
  GgmlDeviceKernel(
      GgmlOperation operation,
      GgmlQueue queue,
      MemorySegment graph,
      Arithmetic arithmetic,
      Execution execution) {
    this.operation = operation;
    this.queue = queue;
    this.graph = graph;
    this.arithmetic = arithmetic;
    this.execution = execution;
    output = operation.context().deviceOutput();
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

  @Override
  public void poisonOutput() {
    requireOpen();
    output.poison();
  }

  @Override
  public Optional<String> damage() {
    requireOpen();
    return output.damage();
  }

  @Override
  public void readOutput(float[] destination) {
    requireOpen();
    output.read(destination);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the kernel is closed");
    }
  }

  @Override
  public Execution execution() {
    return execution;
  }

  @Override
  public Arithmetic arithmetic() {
    return arithmetic;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      queue.close();
      operation.close();
    }
  }
}
