package assay.kernels.nativec.attention;

import assay.kernels.AttentionSpec;
import assay.kernels.Execution;
import assay.kernels.Inputs;
import assay.kernels.PreparedKernel;
import assay.kernels.nativec.NativeLibrary;
import assay.kernels.nativec.PinnedPool;
import assay.kernels.nativec.Tier;
import assay.kernels.parallel.ParallelTask;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** See {@link NativeAttentionSplit}. */
final class SplitKernel implements PreparedKernel {

  /** A shorter stretch costs more in merging than it gains in balance. */
  private static final int SHORTEST_STRETCH = 256;

  /**
   * Stretches of all heads, where the context allows: a few for each of many threads. Not a matter
   * of how many threads there are, for results must not be either.
   */
  private static final int WANTED_STRETCHES = 64;

  private final Tier tier;
  private final AttentionFunctions functions;
  private final AttentionData data;
  private final PinnedPool pool;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment[] scratch;
  private final MemorySegment[] partials;
  private final long partialBytes;
  private final long firstPosition;
  private final long positions;
  private final int splits;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicIntegerArray finished;
  private final ParallelTask task = (thread, threads) -> visit(thread);

  SplitKernel(
      NativeLibrary library, Tier tier, AttentionSpec spec, Inputs.Attention inputs, int threads) {
    this.tier = tier;
    functions = AttentionFunctions.of(library, spec.stored(), tier);
    data = new AttentionData(spec, inputs, arena);
    firstPosition = spec.n() == 0 ? 0 : spec.firstVisible(0);
    positions = spec.n() == 0 ? 0 : spec.endVisible(spec.n() - 1) - firstPosition;
    splits =
        Math.clamp(positions / SHORTEST_STRETCH, 1, Math.ceilDiv(WANTED_STRETCHES, data.kvHeads()));
    partialBytes = bytes(functions.splitPartial(data.struct));
    partials = new MemorySegment[data.kvHeads()];
    for (int i = 0; i < partials.length; i++) {
      partials[i] = arena.allocate(splits * partialBytes, AttentionData.CACHE_LINE);
    }
    scratch = new MemorySegment[threads];
    for (int i = 0; i < threads; i++) {
      long size = bytes(functions.splitScratch(data.struct));
      scratch[i] = arena.allocate(size, AttentionData.CACHE_LINE);
    }
    finished = new AtomicIntegerArray(data.kvHeads());
    pool = new PinnedPool(library, threads);
  }

  private static long bytes(long floats) {
    return floats * Float.BYTES;
  }

  @Override
  public void run() {
    if (positions == 0) {
      return;
    }
    next.set(0);
    pool.run(task);
  }

  /** Whoever finishes a head's last stretch merges them. */
  private void visit(int thread) {
    int items = splits * data.kvHeads();
    for (int item = next.getAndIncrement(); item < items; item = next.getAndIncrement()) {
      int kvHead = item / splits;
      int split = item % splits;
      functions.split(
          data.struct,
          kvHead,
          firstPosition + positions * split / splits,
          firstPosition + positions * (split + 1) / splits,
          scratch[thread],
          partials[kvHead].asSlice(split * partialBytes));
      if (finished.incrementAndGet(kvHead) == splits) {
        finished.set(kvHead, 0);
        functions.merge(data.struct, kvHead, partials[kvHead], splits);
      }
    }
  }

  @Override
  public void poisonOutput() {
    data.poisonOutput();
  }

  @Override
  public Optional<String> damage() {
    return data.damage();
  }

  @Override
  public void readOutput(float[] destination) {
    data.readOutput(destination);
  }

  @Override
  public Execution execution() {
    return new Execution(
        "NativeAttentionSplit",
        tier.isa(),
        Map.of(
            "threads", "" + pool.threads(),
            "pinned", "" + pool.isPinned(),
            "splits", "" + splits));
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      pool.close();
      arena.close();
    }
  }
}
