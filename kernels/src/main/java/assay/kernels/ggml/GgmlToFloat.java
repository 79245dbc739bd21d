package assay.kernels.ggml;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import assay.kernels.DequantSpec;
import assay.kernels.Execution;
import assay.kernels.PreparedKernel;
import assay.kernels.Tensor;
import assay.kernels.binding.GuardedOutput;
import assay.kernels.parallel.ParallelTask;
import assay.kernels.parallel.WorkerPool;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** ggml's {@code to_float} of one format, spread over our own threads block by block. */
final class GgmlToFloat implements PreparedKernel {

  private static final long CACHE_LINE = 64;

  private final Arena arena = Arena.ofShared();
  private final WorkerPool pool;
  private final ParallelTask task;
  private final GuardedOutput output;
  private final Execution execution;

  GgmlToFloat(
      MemorySegment toFloat, DequantSpec spec, Tensor source, int threads, Execution execution) {
    this.execution = execution;
    pool = new WorkerPool(threads);
    output = new GuardedOutput(spec.outputs() * Float.BYTES, arena);
    MemorySegment stored = source.data().asSlice(0, source.byteSize());
    MemorySegment input =
        stored.isNative() ? stored : arena.allocate(stored.byteSize(), CACHE_LINE).copyFrom(stored);
    Share[] shares = new Share[threads];
    for (int i = 0; i < threads; i++) {
      shares[i] = Share.of(spec, input, output.data(), i, threads);
    }
    task = (thread, all) -> shares[thread].decode(toFloat);
  }

  /** One thread's blocks, sliced ahead so that running allocates nothing. */
  private record Share(MemorySegment from, MemorySegment to, long count) {

    static Share of(
        DequantSpec spec, MemorySegment input, MemorySegment output, int thread, int threads) {
      long blocks = spec.outputs() / spec.stored().blockElements();
      long first = blocks * thread / threads;
      long end = blocks * (thread + 1) / threads;
      long elements = (end - first) * spec.stored().blockElements();
      long element = first * spec.stored().blockElements();
      long bytes = spec.stored().blockBytes();
      return new Share(
          input.asSlice(first * bytes, (end - first) * bytes),
          output.asSlice(element * Float.BYTES, elements * Float.BYTES),
          elements);
    }

    void decode(MemorySegment toFloat) {
      if (count > 0) {
        GgmlTypes.decode(toFloat, from, to, count);
      }
    }
  }

  @Override
  public void run() {
    pool.run(task);
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
        output.data(),
        JAVA_FLOAT,
        0,
        destination,
        0,
        Math.toIntExact(output.data().byteSize() / Float.BYTES));
  }

  @Override
  public Execution execution() {
    return execution;
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      pool.close();
      arena.close();
    }
  }
}
