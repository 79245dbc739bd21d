package assay.kernels.nativec.rows;

import assay.kernels.Execution;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.PreparedKernel;
import assay.kernels.binding.GuardedOutput;
import assay.kernels.binding.OffHeap;
import assay.kernels.nativec.NativeLibrary;
import assay.kernels.nativec.PinnedPool;
import assay.kernels.nativec.Tier;
import assay.kernels.parallel.ParallelTask;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** See {@link NativeMatmulRows}. */
final class RowsKernel implements PreparedKernel {

  /** Rows of a work item: a multiple of what C multiplies at once. */
  private static final int ROWS = 16;

  private final Tier tier;
  private final RowsFunction function;
  private final MatmulSpec spec;
  private final PinnedPool pool;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment weights;
  private final MemorySegment activations;
  private final GuardedOutput output;
  private final AtomicInteger next = new AtomicInteger();
  private final ParallelTask multiplying = (thread, threads) -> multiply();

  RowsKernel(
      NativeLibrary library,
      Tier tier,
      RowsFunction function,
      MatmulSpec spec,
      Inputs.Matmul inputs,
      int threads) {
    this.tier = tier;
    this.function = function;
    this.spec = spec;
    weights = OffHeap.of(inputs.weights().data(), arena);
    activations = OffHeap.of(inputs.activations().data(), arena);
    output = new GuardedOutput(spec.outputs() * Float.BYTES, arena);
    pool = new PinnedPool(library, threads);
  }

  @Override
  public void run() {
    next.set(0);
    pool.run(multiplying);
  }

  private void multiply() {
    long rowBytes = spec.stored().bytesFor(spec.k());
    int items = Math.toIntExact(Math.ceilDiv(spec.m(), (long) ROWS));
    for (int item = next.getAndIncrement(); item < items; item = next.getAndIncrement()) {
      long row = (long) item * ROWS;
      function.multiply(
          weights.address() + row * rowBytes,
          rowBytes,
          Math.min(ROWS, spec.m() - row),
          spec.k(),
          activations.address(),
          (int) spec.n(),
          output.data().address() + row * Float.BYTES,
          spec.m());
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
    MemorySegment.copy(
        output.data(), ValueLayout.JAVA_FLOAT, 0, destination, 0, Math.toIntExact(spec.outputs()));
  }

  @Override
  public Execution execution() {
    return new Execution(
        "NativeMatmulRows",
        tier.isa(),
        Map.of("threads", "" + pool.threads(), "pinned", "" + pool.isPinned()));
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      pool.close();
      arena.close();
    }
  }
}
