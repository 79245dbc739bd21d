package assay.kernels.scalar;

import assay.kernels.Execution;
import assay.kernels.PreparedKernel;
import assay.kernels.parallel.ParallelTask;
import assay.kernels.parallel.WorkerPool;
import java.util.Arrays;
import java.util.Map;

/** A float32 result in a Java array and the threads that fill it, each a share of its own. */
abstract class ScalarKernel implements PreparedKernel, ParallelTask {

  /**
   * Elements decoded at a time: a multiple of every block, four such rows fit a 32 KiB first-level
   * cache, and sums no longer than this bound the rounding error of long rows.
   */
  static final int TILE = 1024;

  final float[] output;
  private final String name;
  private final WorkerPool pool;

  /** With room for {@code floats} results. */
  ScalarKernel(String name, long floats, int threads) {
    this.name = name;
    this.output = new float[(int) floats];
    this.pool = new WorkerPool(threads);
  }

  @Override
  public final void run() {
    pool.run(this);
  }

  /** First of {@code items} that belongs to a thread; the next thread's first is its end. */
  static long share(long items, int thread, int threads) {
    return items * thread / threads;
  }

  @Override
  public void poisonOutput() {
    Arrays.fill(output, Float.NaN);
  }

  @Override
  public void readOutput(float[] destination) {
    System.arraycopy(output, 0, destination, 0, output.length);
  }

  @Override
  public final Execution execution() {
    return new Execution(
        name,
        "Java, no Vector API",
        Map.of("threads", Integer.toString(pool.threads()), "tile", Integer.toString(TILE)));
  }

  @Override
  public final void close() {
    pool.close();
  }
}
