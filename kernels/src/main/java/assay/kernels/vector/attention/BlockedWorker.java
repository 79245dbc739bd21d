package assay.kernels.vector.attention;

import static assay.kernels.vector.attention.PanelTile.STRIDE;
import static assay.kernels.vector.shape.VectorShapes.LANES;

import java.util.Arrays;

/** One thread's buffers, and the walk of a block of queries along the cache. */
final class BlockedWorker {

  /** Divisible by every tile; 60 keys of 128 floats are 30 KiB beside 15 KiB of scores. */
  static final int KEYS = 60;

  private final AttentionProblem problem;
  private final PanelTile tile;
  private final int width;
  private final int valueRows;
  private final float[] row;
  private final float[] queries;
  private final float[] results;
  private final float[] keys;
  private final float[] values;
  private final float[] scores;
  private final float[] maxima;
  private final float[] sums;
  private final int[] first;
  private final int[] end;

  BlockedWorker(AttentionProblem problem, PanelTile tile, int panels) {
    this.problem = problem;
    this.tile = tile;
    width = tile.width();
    valueRows = (problem.valueDim + tile.rows() - 1) / tile.rows() * tile.rows();
    row = new float[problem.keyDim];
    queries = new float[panels * problem.keyDim * width];
    results = new float[panels * valueRows * width];
    keys = new float[KEYS * STRIDE];
    values = new float[KEYS * STRIDE];
    scores = new float[(KEYS + 1) * width];
    maxima = new float[panels * width];
    sums = new float[panels * width];
    first = new int[panels * width];
    end = new int[panels * width];
  }

  /** Computes the outputs of rows {@code from} to {@code to - 1} of a key-value head's group. */
  void run(int kvHead, int from, int to) {
    load(kvHead, from, to);
    int lastPosition = problem.endVisible(problem.query(to - 1));
    for (int at = problem.firstVisible(problem.query(from)); at < lastPosition; at += KEYS) {
      int count = Math.min(KEYS, lastPosition - at);
      problem.decodeKeys(kvHead, at, count, keys, STRIDE);
      problem.decodeValues(kvHead, at, count, values, STRIDE);
      for (int panel = 0; from + panel * width < to; panel++) {
        int top = from + panel * width;
        int bottom = Math.min(to, top + width) - 1;
        visit(panel, problem.query(top), problem.query(bottom), at, count);
      }
    }
    store(kvHead, from, to);
  }

  /** Lanes beyond the last row stay zero queries that see everything; nobody reads them. */
  private void load(int kvHead, int from, int to) {
    Arrays.fill(queries, 0);
    Arrays.fill(results, 0);
    Arrays.fill(maxima, Float.NEGATIVE_INFINITY);
    Arrays.fill(sums, 0);
    Arrays.fill(first, 0);
    Arrays.fill(end, Integer.MAX_VALUE);
    for (int r = from; r < to; r++) {
      int lane = r - from;
      int base = lane / width * problem.keyDim * width + lane % width;
      problem.loadQuery(kvHead, r, row, 0);
      for (int d = 0; d < row.length; d++) {
        queries[base + d * width] = row[d];
      }
      first[lane] = problem.firstVisible(problem.query(r));
      end[lane] = problem.endVisible(problem.query(r));
    }
  }

  /** One block of keys for one panel, whose queries are {@code top} to {@code bottom}. */
  private void visit(int panel, int top, int bottom, int at, int count) {
    if (at >= problem.endVisible(bottom) || at + count <= problem.firstVisible(top)) {
      return;
    }
    int queryAt = panel * problem.keyDim * width;
    for (int key = 0; key < count; key += tile.rows()) {
      tile.scores(problem.keyDim, keys, key * STRIDE, queries, queryAt, scores, key * width);
    }
    if (problem.cap > 0) {
      PanelSoftmax.cap(scores, count * width, problem.cap);
    }
    if (at + count > problem.endVisible(top) || at < problem.firstVisible(bottom)) {
      PanelSoftmax.mask(scores, count, at, first, end, panel * width, width);
    }
    int resultAt = panel * valueRows * width;
    for (int lane = 0; lane < width; lane += LANES) {
      int state = panel * width + lane;
      if (PanelSoftmax.update(scores, count, lane, width, maxima, sums, state)) {
        int factors = count * width + lane;
        PanelSoftmax.rescale(results, valueRows, resultAt + lane, width, scores, factors);
      }
    }
    for (int column = 0; column < valueRows; column += tile.rows()) {
      tile.mix(count, values, column, scores, 0, results, resultAt + column * width);
    }
  }

  private void store(int kvHead, int from, int to) {
    for (int r = from; r < to; r++) {
      int lane = r - from;
      float factor = finalFactor(kvHead, r, lane);
      int base = lane / width * valueRows * width + lane % width;
      int out = problem.outputAt(kvHead, r);
      for (int e = 0; e < problem.valueDim; e++) {
        problem.output[out + e] = results[base + e * width] * factor;
      }
    }
  }

  /** One over the sum; a sink takes its share and may move the maximum. */
  private float finalFactor(int kvHead, int r, int lane) {
    if (!problem.hasSinks()) {
      return 1 / sums[lane];
    }
    double sink = problem.sink(problem.head(kvHead, r));
    double max = Math.max(maxima[lane], sink);
    double shrink = Math.exp(maxima[lane] - max);
    return (float) (shrink / (sums[lane] * shrink + Math.exp(sink - max)));
  }
}
