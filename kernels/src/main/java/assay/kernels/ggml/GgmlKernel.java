package assay.kernels.ggml;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import assay.kernels.Arithmetic;
import assay.kernels.Execution;
import assay.kernels.PreparedKernel;
import java.lang.foreign.MemorySegment;

/** An operation with its threads. */
final class GgmlKernel implements PreparedKernel {

  private final GgmlOperation operation;
  private final GgmlTeam team;
  private final MemorySegment graph;
  private final MemorySegment output;
  private final Execution execution;
  private boolean closed;

  /** Takes over the operation and the team and closes both. */
  GgmlKernel(GgmlLibrary library, GgmlOperation operation, GgmlTeam team, Execution execution) {
    this.operation = operation;
    this.team = team;
    this.execution = execution;
    graph = operation.graph();
    output = library.tensors().data(operation.result());
  }

  @Override
  public void run() {
    requireOpen();
    team.compute(graph);
  }

  @Override
  public void poisonOutput() {
    requireOpen();
    output.fill((byte) 0xff);
  }

  @Override
  public void readOutput(float[] destination) {
    requireOpen();
    MemorySegment.copy(
        output, JAVA_FLOAT, 0, destination, 0, Math.toIntExact(output.byteSize() / Float.BYTES));
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
    return operation.arithmetic();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      team.close();
      operation.close();
    }
  }
}
