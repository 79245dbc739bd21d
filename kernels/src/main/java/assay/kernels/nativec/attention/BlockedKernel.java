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

/**
 * See {@link NativeAttentionBlocked}. Blocks of rows go to threads as they come free: with a causal
 * mask later queries see more.
 */
final class BlockedKernel implements PreparedKernel {

  /** Blocks for each thread, so that the last ones to finish don't keep the others waiting. */
  private static final int BLOCKS_PER_THREAD = 8;

  private final Tier tier;
  private final AttentionFunctions functions;
  private final AttentionData data;
  private final PinnedPool pool;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment[] scratch;
  private final int panels;
  private final long blockRows;
  private final int blocksPerHead;
  private final AtomicInteger next = new AtomicInteger();
  private final ParallelTask task = (thread, threads) -> visit(thread);

  BlockedKernel(
      NativeLibrary library, Tier tier, AttentionSpec spec, Inputs.Attention inputs, int threads) {
    this.tier = tier;
    functions = AttentionFunctions.of(library, spec.stored(), tier);
    data = new AttentionData(spec, inputs, arena);
    long panelsPerHead = Math.ceilDiv(data.groupRows(), functions.width());
    long fair = panelsPerHead * data.kvHeads() / ((long) BLOCKS_PER_THREAD * threads);
    panels = Math.clamp(fair, 1, functions.panels());
    blockRows = (long) panels * functions.width();
    blocksPerHead = Math.toIntExact(Math.ceilDiv(data.groupRows(), blockRows));
    scratch = new MemorySegment[threads];
    for (int i = 0; i < threads; i++) {
      long floats = functions.blockedScratch(data.struct, panels);
      scratch[i] = arena.allocate(floats * Float.BYTES, AttentionData.CACHE_LINE);
    }
    pool = new PinnedPool(library, threads);
  }

  @Override
  public void run() {
    next.set(0);
    pool.run(task);
  }

  /** The last blocks of a head first: they see the most. */
  private void visit(int thread) {
    int items = blocksPerHead * data.kvHeads();
    for (int item = next.getAndIncrement(); item < items; item = next.getAndIncrement()) {
      long from = (blocksPerHead - 1 - item % blocksPerHead) * blockRows;
      functions.blocked(
          data.struct,
          item / blocksPerHead,
          from,
          Math.min(data.groupRows(), from + blockRows),
          panels,
          scratch[thread]);
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
        "NativeAttentionBlocked",
        tier.isa(),
        Map.of(
            "threads", "" + pool.threads(),
            "pinned", "" + pool.isPinned(),
            "rowsPerBlock", "" + blockRows,
            "rowsPerPanel", "" + functions.width()));
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      pool.close();
      arena.close();
    }
  }
}
