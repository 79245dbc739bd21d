package assay.kernels.nativec.dequant;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.DequantSpec;
import assay.kernels.Execution;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.PreparedKernel;
import assay.kernels.binding.Downcalls;
import assay.kernels.binding.GuardedOutput;
import assay.kernels.binding.OffHeap;
import assay.kernels.format.Codecs;
import assay.kernels.nativec.NativeLibrary;
import assay.kernels.nativec.PinnedPool;
import assay.kernels.nativec.Tier;
import assay.kernels.parallel.ParallelTask;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * See {@link NativeDequant}.
 *
 * <p>Rows lie one after the other, so a tensor is one run of blocks: it is cut into chunks without
 * regard to rows, and threads take one after another.
 */
final class DequantKernel implements PreparedKernel {

  /** {@code void f(const uint8_t *stored, long k, void *out)} */
  private static final MethodHandle DECODE =
      Downcalls.returningNothing(ADDRESS, JAVA_LONG, ADDRESS);

  /** Elements, a multiple of every block: a few microseconds of work, hidden costs of a call. */
  private static final long CHUNK = 8192;

  private final Tier tier;
  private final Stores stores;
  private final MemorySegment function;
  private final Format stored;
  private final Format target;
  private final long elements;
  private final PinnedPool pool;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment source;
  private final GuardedOutput output;
  private final AtomicInteger next = new AtomicInteger();
  private final ParallelTask task = (thread, threads) -> decode();

  DequantKernel(
      NativeLibrary library,
      Tier tier,
      Stores stores,
      DequantSpec spec,
      Inputs.Dequant inputs,
      int threads) {
    this.tier = tier;
    this.stores = stores;
    function = stores.find(library, tier, spec).orElseThrow();
    stored = spec.stored();
    target = spec.target();
    elements = spec.outputs();
    source = OffHeap.of(inputs.source().data(), arena);
    output = new GuardedOutput(target.bytesFor(elements), arena);
    pool = new PinnedPool(library, threads);
  }

  @Override
  public void run() {
    next.set(0);
    pool.run(task);
  }

  private void decode() {
    int chunks = Math.toIntExact(Math.ceilDiv(elements, CHUNK));
    for (int chunk = next.getAndIncrement(); chunk < chunks; chunk = next.getAndIncrement()) {
      long first = chunk * CHUNK;
      decode(
          source.asSlice(stored.bytesFor(first)),
          Math.min(CHUNK, elements - first),
          output.data().asSlice(first * target.blockBytes()));
    }
  }

  private void decode(MemorySegment blocks, long count, MemorySegment out) {
    try {
      DECODE.invokeExact(function, blocks, count, out);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
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
    Codecs.of(target).decode(output.data(), 0, destination, 0, Math.toIntExact(elements));
  }

  @Override
  public Execution execution() {
    return new Execution(
        stores.kernelName(),
        tier.isa(),
        Map.of(
            "threads", "" + pool.threads(),
            "pinned", "" + pool.isPinned(),
            "chunk", CHUNK + " elements",
            "stores", stores.toString()));
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      pool.close();
      arena.close();
    }
  }
}
