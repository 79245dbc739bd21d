package assay.kernels.ggml;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import assay.kernels.Arithmetic;
import assay.kernels.Execution;
import assay.kernels.PreparedKernel;
import assay.kernels.binding.GuardedOutput;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** An operation with its threads. */
final class GgmlKernel implements PreparedKernel {

  private final GgmlOperation operation;
  private final GgmlTeam team;
  private final MemorySegment graph;
  private final GuardedOutput output;
  private final Execution execution;
  private boolean closed;

  /** Takes over the operation and the team and closes both. */
  GgmlKernel(GgmlOperation operation, GgmlTeam team, Execution execution) {
    this.operation = operation;
    this.team = team;
    this.execution = execution;
    graph = operation.context().graph();
    output = operation.context().output();
  }

  @Override
  public void run() {
    requireOpen();
    team.compute(graph);
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
    MemorySegment.copy(
        output.data(),
        JAVA_FLOAT,
        0,
        destination,
        0,
        Math.toIntExact(output.data().byteSize() / Float.BYTES));
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
