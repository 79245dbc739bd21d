package assay.kernels.blas;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import assay.kernels.Execution;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.PreparedKernel;
import assay.kernels.binding.GuardedOutput;
import assay.kernels.binding.OffHeap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * One {@code cblas_sgemm} or {@code cblas_sgemv}; inputs outside the Java heap are read in place.
 */
final class BlasMatmul implements PreparedKernel {

  private final BlasLibrary library;
  private final int m;
  private final int n;
  private final int k;
  private final int threads;
  private final boolean vector;
  private final Execution execution;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment weights;
  private final MemorySegment activations;
  private final GuardedOutput output;

  BlasMatmul(
      BlasLibrary library,
      MatmulSpec spec,
      Inputs.Matmul inputs,
      int threads,
      boolean vector,
      Execution execution) {
    this.library = library;
    this.m = Math.toIntExact(spec.m());
    this.n = Math.toIntExact(spec.n());
    this.k = Math.toIntExact(spec.k());
    this.threads = threads;
    this.vector = vector;
    this.execution = execution;
    weights = OffHeap.of(inputs.weights().data(), arena);
    activations = OffHeap.of(inputs.activations().data(), arena);
    output = new GuardedOutput(spec.outputs() * Float.BYTES, arena);
  }

  @Override
  public void run() {
    // The setting belongs to the process, so another kernel may have changed it since.
    library.threads().set(threads);
    if (vector) {
      library.sgemv(m, k, weights, activations, output.data());
    } else {
      library.sgemm(m, n, k, weights, activations, output.data());
    }
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
    MemorySegment.copy(output.data(), JAVA_FLOAT, 0, destination, 0, m * n);
  }

  @Override
  public Execution execution() {
    return execution;
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
