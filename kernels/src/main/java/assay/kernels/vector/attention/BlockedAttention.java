package assay.kernels.vector.attention;

import assay.kernels.Execution;
import assay.kernels.PreparedKernel;
import assay.kernels.parallel.ParallelTask;
import assay.kernels.parallel.WorkerPool;
import assay.kernels.vector.shape.VectorShapes;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands blocks of queries to threads as they come free: with a causal mask later queries see more.
 */
final class BlockedAttention implements PreparedKernel {

  /** 4 x 64 queries of 128 floats and as many sums fill half of a 512 KiB L2. */
  private static final int MAX_PANELS = 4;

  /** Blocks for each thread, so that the last ones to finish don't keep the others waiting. */
  private static final int BLOCKS_PER_THREAD = 4;

  private final String name;
  private final AttentionProblem problem;
  private final WorkerPool pool;
  private final BlockedWorker[] workers;
  private final ParallelTask task = this::runBlocks;
  private final AtomicInteger next = new AtomicInteger();
  private final int blockRows;
  private final int blocksPerHead;

  BlockedAttention(String name, AttentionProblem problem, int threads) {
    this.name = name;
    this.problem = problem;
    PanelTile tile = PanelTile.forThisMachine();
    int rows = problem.groupRows();
    int panelsPerHead = (rows + tile.width() - 1) / tile.width();
    long wanted = (long) panelsPerHead * problem.kvHeads / ((long) BLOCKS_PER_THREAD * threads);
    int panels = Math.clamp(wanted, 1, MAX_PANELS);
    blockRows = panels * tile.width();
    blocksPerHead = (rows + blockRows - 1) / blockRows;
    workers = new BlockedWorker[threads];
    Arrays.setAll(workers, i -> new BlockedWorker(problem, tile, panels));
    pool = new WorkerPool(threads);
  }

  @Override
  public void run() {
    next.set(0);
    pool.run(task);
  }

  private void runBlocks(int thread, int threads) {
    int blocks = blocksPerHead * problem.kvHeads;
    for (int block = next.getAndIncrement(); block < blocks; block = next.getAndIncrement()) {
      int from = block % blocksPerHead * blockRows;
      int to = Math.min(problem.groupRows(), from + blockRows);
      workers[thread].run(block / blocksPerHead, from, to);
    }
  }

  @Override
  public void poisonOutput() {
    Arrays.fill(problem.output, Float.NaN);
  }

  @Override
  public void readOutput(float[] destination) {
    System.arraycopy(problem.output, 0, destination, 0, problem.output.length);
  }

  @Override
  public Execution execution() {
    PanelTile tile = PanelTile.forThisMachine();
    return new Execution(
        name,
        VectorShapes.isa(),
        Map.of(
            "tile", tile.rows() + "x" + tile.width() / VectorShapes.LANES + " vectors",
            "block", blockRows + " queries x " + BlockedWorker.KEYS + " keys",
            "threads", Integer.toString(pool.threads())));
  }

  @Override
  public void close() {
    pool.close();
  }
}
