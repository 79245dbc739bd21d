package assay.kernels.onnxruntime;

import assay.kernels.Arithmetic;
import assay.kernels.Execution;
import assay.kernels.PreparedKernel;
import assay.kernels.Spec;
import java.lang.foreign.Arena;
import java.util.Optional;

/** A session with its memory and threads. */
final class OrtKernel implements PreparedKernel {

  private final OrtOperation operation;
  private final Spec spec;
  private final OrtGraph graph;
  private final OrtSession session;
  private final OrtTeam team;
  private final Arena arena;
  private final Execution execution;

  /** Takes over session, team and arena and closes them in this order. */
  OrtKernel(
      OrtOperation operation,
      Spec spec,
      OrtGraph graph,
      OrtSession session,
      OrtTeam team,
      Arena arena,
      Execution execution) {
    this.operation = operation;
    this.spec = spec;
    this.graph = graph;
    this.session = session;
    this.team = team;
    this.arena = arena;
    this.execution = execution;
  }

  @Override
  public void run() {
    if (!arena.scope().isAlive()) {
      throw new IllegalStateException("the kernel is closed");
    }
    session.run();
  }

  @Override
  public void poisonOutput() {
    graph.result().poison();
  }

  @Override
  public Optional<String> damage() {
    return graph.result().damage();
  }

  @Override
  public void readOutput(float[] destination) {
    operation.read(spec, graph, destination);
  }

  @Override
  public Execution execution() {
    return execution;
  }

  @Override
  public Arithmetic arithmetic() {
    return operation.arithmetic(spec);
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      session.close();
      team.close();
      arena.close();
    }
  }
}
