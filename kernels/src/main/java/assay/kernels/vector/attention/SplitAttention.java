package assay.kernels.vector.attention;

import assay.kernels.Execution;
import assay.kernels.PreparedKernel;
import assay.kernels.parallel.ParallelTask;
import assay.kernels.parallel.WorkerPool;
import assay.kernels.vector.shape.VectorShapes;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Two rounds: every stretch of every key-value head, then the merging of the stretches. */
final class SplitAttention implements PreparedKernel {

  /** A shorter stretch costs more in merging than it gains in balance. */
  private static final int SHORTEST_STRETCH = 256;

  private static final int STRETCHES_PER_THREAD = 4;

  private final String name;
  private final AttentionProblem problem;
  private final WorkerPool pool;
  private final SplitWorker[] workers;
  private final Partials partials;
  private final ParallelTask visit = this::visitStretches;
  private final ParallelTask merge = this::mergeRows;
  private final AtomicInteger next = new AtomicInteger();
  private final int firstPosition;
  private final int lastPosition;
  private final int splits;
  private final boolean halves;

  SplitAttention(String name, AttentionProblem problem, int threads) {
    this.name = name;
    this.problem = problem;
    firstPosition = problem.n == 0 ? 0 : problem.firstVisible(0);
    lastPosition = problem.n == 0 ? 0 : problem.endVisible(problem.n - 1);
    int wanted = (STRETCHES_PER_THREAD * threads + problem.kvHeads - 1) / problem.kvHeads;
    int most = Math.max(1, (lastPosition - firstPosition) / SHORTEST_STRETCH);
    splits = threads == 1 ? 1 : Math.min(wanted, most);
    partials =
        new Partials(
            splits * problem.kvHeads, problem.groupRows(), SplitWorker.padded(problem.valueDim));
    halves = HalfTile.fits(problem);
    workers = new SplitWorker[threads];
    Arrays.setAll(
        workers,
        i ->
            new SplitWorker(
                problem, partials, halves ? new HalfTile(problem) : new DecodedTile(problem)));
    pool = new WorkerPool(threads);
  }

  @Override
  public void run() {
    next.set(0);
    pool.run(visit);
    pool.run(merge);
  }

  private void visitStretches(int thread, int threads) {
    long positions = lastPosition - firstPosition;
    int stretches = splits * problem.kvHeads;
    for (int i = next.getAndIncrement(); i < stretches; i = next.getAndIncrement()) {
      int split = i % splits;
      int from = firstPosition + (int) (positions * split / splits);
      int to = firstPosition + (int) (positions * (split + 1) / splits);
      workers[thread].run(i, i / splits, from, to);
    }
  }

  private void mergeRows(int thread, int threads) {
    long rows = (long) problem.kvHeads * partials.rows;
    int to = (int) (rows * (thread + 1) / threads);
    for (int i = (int) (rows * thread / threads); i < to; i++) {
      merge(i / partials.rows, i % partials.rows);
    }
  }

  /** Brings the stretches of one row to a common maximum, the sink's included. */
  private void merge(int kvHead, int row) {
    int firstStretch = kvHead * splits;
    boolean sinks = problem.hasSinks();
    double sink = sinks ? problem.sink(problem.head(kvHead, row)) : Double.NEGATIVE_INFINITY;
    double max = sink;
    for (int s = 0; s < splits; s++) {
      max = Math.max(max, partials.maxima[partials.at(firstStretch + s, row)]);
    }
    double sum = sinks ? Math.exp(sink - max) : 0;
    for (int s = 0; s < splits; s++) {
      int at = partials.at(firstStretch + s, row);
      sum += partials.sums[at] * Math.exp(partials.maxima[at] - max);
    }
    int out = problem.outputAt(kvHead, row);
    Arrays.fill(problem.output, out, out + problem.valueDim, 0);
    for (int s = 0; s < splits; s++) {
      int at = partials.at(firstStretch + s, row);
      float share = (float) (Math.exp(partials.maxima[at] - max) / sum);
      for (int e = 0; e < problem.valueDim; e++) {
        problem.output[out + e] += share * partials.values[at * partials.width + e];
      }
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
    return new Execution(
        name,
        VectorShapes.isa(),
        Map.of(
            "splits",
            Integer.toString(splits),
            "block",
            SplitWorker.KEYS + " keys",
            "cache",
            halves ? "decoded in registers" : "decoded to floats in L1",
            "threads",
            Integer.toString(pool.threads())));
  }

  @Override
  public void close() {
    pool.close();
  }
}
