package assay.kernels.ggml;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import assay.kernels.Execution;
import assay.kernels.binding.GuardedOutput;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** An operation with its threads. */
final class GgmlKernel extends GgmlPrepared {

  private final GgmlTeam team;
  private final MemorySegment graph;

  /** Takes over the operation and the team and closes both. */
  GgmlKernel(GgmlOperation operation, GgmlTeam team, Execution execution) {
    super(
        operation,
        team::close,
        new HostOutput(operation.context().output()),
        operation.arithmetic(),
        execution);
    this.team = team;
    graph = operation.context().graph();
  }

  @Override
  public void run() {
    requireOpen();
    team.compute(graph);
  }

  private record HostOutput(GuardedOutput guarded) implements Output {

    @Override
    public void poison() {
      guarded.poison();
    }

    @Override
    public Optional<String> damage() {
      return guarded.damage();
    }

    @Override
    public void read(float[] destination) {
      MemorySegment data = guarded.data();
      int count = Math.toIntExact(data.byteSize() / Float.BYTES);
      MemorySegment.copy(data, JAVA_FLOAT, 0, destination, 0, count);
    }
  }
}
