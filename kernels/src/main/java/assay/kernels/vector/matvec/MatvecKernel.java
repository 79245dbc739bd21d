package assay.kernels.vector.matvec;

import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.PreparedKernel;
import assay.kernels.parallel.ParallelTask;
import assay.kernels.parallel.WorkerPool;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What both matrix-vector kernels share: activations on the heap, output, threads, and rows handed
 * out in stretches, so that a thread that was interrupted does not hold up the others.
 */
abstract class MatvecKernel implements PreparedKernel, ParallelTask {

  final MatmulSpec spec;

  /** n x k, copied in at the start of each run. */
  final float[] activations;

  /** n rows of {@code outputStride} floats; the padding behind the m-th is never read. */
  final float[] output;

  final int outputStride;

  private final MemorySegment storedActivations;
  private final WorkerPool pool;
  private final AtomicInteger next = new AtomicInteger();
  private final int stretches;

  /**
   * @param stretches how many pieces of work {@link #runStretch} divides the rows into
   * @param outputStride at least m
   */
  MatvecKernel(
      MatmulSpec spec, Inputs.Matmul inputs, int threads, int stretches, int outputStride) {
    this.spec = spec;
    this.stretches = stretches;
    this.outputStride = outputStride;
    storedActivations = inputs.activations().data();
    activations = new float[Math.toIntExact(spec.n() * spec.k())];
    output = new float[Math.toIntExact(spec.n() * outputStride)];
    pool = new WorkerPool(threads);
  }

  /** Computes one stretch of output rows. */
  abstract void runStretch(int stretch, int thread);

  /** Called once a run on the caller's thread, when the activations have been copied in. */
  void activationsChanged() {}

  final int threads() {
    return pool.threads();
  }

  @Override
  public final void run() {
    MemorySegment.copy(
        storedActivations, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, activations, 0, activations.length);
    activationsChanged();
    next.set(0);
    pool.run(this);
  }

  @Override
  public final void run(int thread, int threads) {
    for (int stretch = next.getAndIncrement();
        stretch < stretches;
        stretch = next.getAndIncrement()) {
      runStretch(stretch, thread);
    }
  }

  @Override
  public final void poisonOutput() {
    Arrays.fill(output, Float.NaN);
  }

  @Override
  public final void readOutput(float[] destination) {
    int m = (int) spec.m();
    for (int column = 0; column < spec.n(); column++) {
      System.arraycopy(output, column * outputStride, destination, column * m, m);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
