package assay.kernels.blas;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import assay.kernels.Arithmetic;
import assay.kernels.Execution;
import assay.kernels.PreparedKernel;
import assay.kernels.binding.GuardedOutput;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** A product with its output and its thread count. */
final class BlasMatmul implements PreparedKernel {

  private final BlasProduct product;
  private final BlasThreads team;
  private final int threads;
  private final int outputs;
  private final Execution execution;
  private final Arena arena;
  private final GuardedOutput output;

  /**
   * @param arena that of the product's inputs; closed with the kernel
   */
  BlasMatmul(
      BlasProduct product,
      BlasThreads team,
      int threads,
      long outputs,
      Execution execution,
      Arena arena) {
    this.product = product;
    this.team = team;
    this.threads = threads;
    this.outputs = Math.toIntExact(outputs);
    this.execution = execution;
    this.arena = arena;
    output = new GuardedOutput(outputs * Float.BYTES, arena);
  }

  @Override
  public void run() {
    // The setting belongs to the process, so another kernel may have changed it since.
    team.set(threads);
    product.into(output.data());
  }

  @Override
  public void poisonOutput() {
    output.poison();
  }

  @Override
  public Optional<String> damage() {
    return output.damage();
  }

  @Override
  public void readOutput(float[] destination) {
    MemorySegment.copy(output.data(), JAVA_FLOAT, 0, destination, 0, outputs);
  }

  @Override
  public Execution execution() {
    return execution;
  }

  @Override
  public Arithmetic arithmetic() {
    return product.arithmetic();
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
