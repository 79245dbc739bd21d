package assay.kernels.vector.attention;

import static assay.kernels.vector.attention.SplitWorker.KEYS;
import static assay.kernels.vector.shape.VectorShapes.F32;
import static assay.kernels.vector.shape.VectorShapes.LANES;

import assay.kernels.Format;
import assay.kernels.vector.decode.Halves;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/**
 * A finite F16 cache, decoded in registers: the next keys are on their way from memory while these
 * are used, and four rows share what was decoded. Eight sums, which 16 registers hold.
 *
 * <p>{@link Halves} leaves its numbers too small by 2^112. Weights are at most 1 and can make up
 * for all of it beforehand, queries for a half; sums of scores get the other half afterwards.
 */
final class HalfTile implements CacheTile {

  private static final int ROWS = 4;

  /**
   * Values are visited once for each few columns: from memory the first time, in order, and then
   * from L1.
   */
  private static final int BATCH = 16;

  private static final float HALF_SCALE = 0x1p56f;

  /** Beyond it a query times {@link #HALF_SCALE} might overflow. */
  private static final float LARGEST_QUERY = 0x1p64f;

  private static final int SUM_STRIDE = LaneSums.strideOfEight();

  private final AttentionProblem problem;
  private final MemorySegment keys;
  private final MemorySegment values;
  private final int keyDim;
  private final int valueDim;
  private final int rows;
  private final float[] queries;
  private final float[] scaled;
  private final float[] lanes = new float[8 * LANES];
  private long firstKey;
  private long firstValue;

  HalfTile(AttentionProblem problem) {
    this.problem = problem;
    keys = problem.keys();
    values = problem.values();
    keyDim = problem.keyDim;
    valueDim = problem.valueDim;
    rows = problem.groupRows();
    queries = new float[rows * keyDim];
    scaled = new float[rows * KEYS];
  }

  /** Whether the cache is F16, of whole vectors and without infinities or NaN. */
  static boolean fits(AttentionProblem problem) {
    return problem.spec.stored() == Format.F16
        && problem.keyDim % LANES == 0
        && problem.valueDim % LANES == 0
        && problem.largestQuery() <= LARGEST_QUERY
        && Halves.allFinite(problem.keys())
        && Halves.allFinite(problem.values());
  }

  @Override
  public void turnTo(int kvHead) {
    firstKey = 2L * keyDim * kvHead * problem.context;
    firstValue = 2L * valueDim * kvHead * problem.context;
    for (int row = 0; row < rows; row++) {
      problem.loadQuery(kvHead, row, queries, row * keyDim);
    }
    scale(queries, queries.length, HALF_SCALE, queries);
  }

  private static void scale(float[] source, int count, float factor, float[] destination) {
    for (int i = 0; i < count; i++) {
      destination[i] = source[i] * factor;
    }
  }

  @Override
  public void score(int at, int count, float[] scores) {
    int row = 0;
    for (; row + ROWS <= rows; row += ROWS) {
      scoreRows(at, count, row, scores);
    }
    for (; row < rows; row++) {
      scoreRow(at, count, row, scores);
    }
  }

  private void scoreRows(int at, int count, int row, float[] scores) {
    for (int key = 0; key < count; key += 2) {
      long first = firstKey + 2L * keyDim * (at + key);
      long second = key + 1 < count ? first + 2L * keyDim : first;
      dot2x4(keys, first, second, keyDim, queries, row * keyDim, lanes);
      LaneSums.ofEight(lanes);
      for (int i = 0; i < ROWS; i++) {
        int to = (row + i) * KEYS + key;
        scores[to] = lanes[i * SUM_STRIDE] * HALF_SCALE;
        scores[to + 1] = lanes[(ROWS + i) * SUM_STRIDE] * HALF_SCALE;
      }
    }
  }

  /**
   * Four keys at a time, the last four again where fewer are left; a shorter rest one by one.
   *
   * <p>Sums by floats, for C2 gives up inlining when {@link LaneSums#ofEight} follows here; one row
   * waits for memory anyway.
   */
  private void scoreRow(int at, int count, int row, float[] scores) {
    int together = count < 4 ? 1 : 4;
    long rowBytes = count < 4 ? 0 : 2L * keyDim;
    for (int key = 0; key < count; key += together) {
      int first = Math.min(key, count - together);
      long from = firstKey + 2L * keyDim * (at + first);
      dot4x1(keys, from, rowBytes, keyDim, queries, row * keyDim, lanes);
      for (int i = 0; i < together; i++) {
        scores[row * KEYS + first + i] = LaneSums.of(lanes, i * LANES) * HALF_SCALE;
      }
    }
  }

  private static void dot2x4(
      MemorySegment keys,
      long first,
      long second,
      int width,
      float[] queries,
      int at,
      float[] lanes) {
    FloatVector sum0 = FloatVector.zero(F32);
    FloatVector sum1 = sum0;
    FloatVector sum2 = sum0;
    FloatVector sum3 = sum0;
    FloatVector sum4 = sum0;
    FloatVector sum5 = sum0;
    FloatVector sum6 = sum0;
    FloatVector sum7 = sum0;
    for (int d = 0; d < width; d += LANES) {
      FloatVector key0 = Halves.load(keys, first + 2L * d);
      FloatVector key1 = Halves.load(keys, second + 2L * d);
      FloatVector query = FloatVector.fromArray(F32, queries, at + d);
      sum0 = key0.fma(query, sum0);
      sum4 = key1.fma(query, sum4);
      query = FloatVector.fromArray(F32, queries, at + width + d);
      sum1 = key0.fma(query, sum1);
      sum5 = key1.fma(query, sum5);
      query = FloatVector.fromArray(F32, queries, at + 2 * width + d);
      sum2 = key0.fma(query, sum2);
      sum6 = key1.fma(query, sum6);
      query = FloatVector.fromArray(F32, queries, at + 3 * width + d);
      sum3 = key0.fma(query, sum3);
      sum7 = key1.fma(query, sum7);
    }
    sum0.intoArray(lanes, 0);
    sum1.intoArray(lanes, LANES);
    sum2.intoArray(lanes, 2 * LANES);
    sum3.intoArray(lanes, 3 * LANES);
    sum4.intoArray(lanes, 4 * LANES);
    sum5.intoArray(lanes, 5 * LANES);
    sum6.intoArray(lanes, 6 * LANES);
    sum7.intoArray(lanes, 7 * LANES);
  }

  private static void dot4x1(
      MemorySegment keys,
      long first,
      long rowBytes,
      int width,
      float[] queries,
      int at,
      float[] lanes) {
    FloatVector sum0 = FloatVector.zero(F32);
    FloatVector sum1 = sum0;
    FloatVector sum2 = sum0;
    FloatVector sum3 = sum0;
    long second = first + rowBytes;
    long third = second + rowBytes;
    long fourth = third + rowBytes;
    for (int d = 0; d < width; d += LANES) {
      FloatVector query = FloatVector.fromArray(F32, queries, at + d);
      sum0 = Halves.load(keys, first + 2L * d).fma(query, sum0);
      sum1 = Halves.load(keys, second + 2L * d).fma(query, sum1);
      sum2 = Halves.load(keys, third + 2L * d).fma(query, sum2);
      sum3 = Halves.load(keys, fourth + 2L * d).fma(query, sum3);
    }
    sum0.intoArray(lanes, 0);
    sum1.intoArray(lanes, LANES);
    sum2.intoArray(lanes, 2 * LANES);
    sum3.intoArray(lanes, 3 * LANES);
  }

  @Override
  public void mix(int at, int count, float[] weights, float[] out, int outAt) {
    scale(weights, scaled.length, Halves.SCALE, scaled);
    for (int first = 0; first < count; first += BATCH) {
      long from = firstValue + 2L * valueDim * (at + first);
      mixSome(from, first, Math.min(BATCH, count - first), out, outAt);
    }
  }

  private void mixSome(long from, int first, int count, float[] out, int outAt) {
    int row = 0;
    for (; row + ROWS <= rows; row += ROWS) {
      int target = outAt + row * valueDim;
      int column = 0;
      for (; column + 2 * LANES <= valueDim; column += 2 * LANES) {
        mix4x2(
            values,
            from + 2L * column,
            count,
            valueDim,
            scaled,
            row * KEYS + first,
            out,
            target + column);
      }
      if (column < valueDim) {
        for (int i = 0; i < ROWS; i++) {
          mixColumns(from, column, count, (row + i) * KEYS + first, out, target + i * valueDim);
        }
      }
    }
    for (; row < rows; row++) {
      mixColumns(from, 0, count, row * KEYS + first, out, outAt + row * valueDim);
    }
  }

  private void mixColumns(long from, int start, int count, int weightAt, float[] out, int outAt) {
    int column = start;
    for (; column + 4 * LANES <= valueDim; column += 4 * LANES) {
      mix1x4(values, from + 2L * column, count, valueDim, scaled, weightAt, out, outAt + column);
    }
    for (; column < valueDim; column += LANES) {
      mix1x1(values, from + 2L * column, count, valueDim, scaled, weightAt, out, outAt + column);
    }
  }

  private static void mix4x2(
      MemorySegment values,
      long from,
      int count,
      int width,
      float[] weights,
      int weightAt,
      float[] out,
      int at) {
    int second = at + width;
    int third = second + width;
    int fourth = third + width;
    FloatVector sum0 = FloatVector.fromArray(F32, out, at);
    FloatVector sum1 = FloatVector.fromArray(F32, out, second);
    FloatVector sum2 = FloatVector.fromArray(F32, out, third);
    FloatVector sum3 = FloatVector.fromArray(F32, out, fourth);
    FloatVector sum4 = FloatVector.fromArray(F32, out, at + LANES);
    FloatVector sum5 = FloatVector.fromArray(F32, out, second + LANES);
    FloatVector sum6 = FloatVector.fromArray(F32, out, third + LANES);
    FloatVector sum7 = FloatVector.fromArray(F32, out, fourth + LANES);
    for (int key = 0; key < count; key++) {
      long row = from + 2L * width * key;
      FloatVector value0 = Halves.load(values, row);
      FloatVector value1 = Halves.load(values, row + 2L * LANES);
      FloatVector weight = FloatVector.broadcast(F32, weights[weightAt + key]);
      sum0 = value0.fma(weight, sum0);
      sum4 = value1.fma(weight, sum4);
      weight = FloatVector.broadcast(F32, weights[weightAt + KEYS + key]);
      sum1 = value0.fma(weight, sum1);
      sum5 = value1.fma(weight, sum5);
      weight = FloatVector.broadcast(F32, weights[weightAt + 2 * KEYS + key]);
      sum2 = value0.fma(weight, sum2);
      sum6 = value1.fma(weight, sum6);
      weight = FloatVector.broadcast(F32, weights[weightAt + 3 * KEYS + key]);
      sum3 = value0.fma(weight, sum3);
      sum7 = value1.fma(weight, sum7);
    }
    sum0.intoArray(out, at);
    sum1.intoArray(out, second);
    sum2.intoArray(out, third);
    sum3.intoArray(out, fourth);
    sum4.intoArray(out, at + LANES);
    sum5.intoArray(out, second + LANES);
    sum6.intoArray(out, third + LANES);
    sum7.intoArray(out, fourth + LANES);
  }

  private static void mix1x4(
      MemorySegment values,
      long from,
      int count,
      int width,
      float[] weights,
      int weightAt,
      float[] out,
      int at) {
    FloatVector sum0 = FloatVector.fromArray(F32, out, at);
    FloatVector sum1 = FloatVector.fromArray(F32, out, at + LANES);
    FloatVector sum2 = FloatVector.fromArray(F32, out, at + 2 * LANES);
    FloatVector sum3 = FloatVector.fromArray(F32, out, at + 3 * LANES);
    for (int key = 0; key < count; key++) {
      long row = from + 2L * width * key;
      FloatVector weight = FloatVector.broadcast(F32, weights[weightAt + key]);
      sum0 = Halves.load(values, row).fma(weight, sum0);
      sum1 = Halves.load(values, row + 2L * LANES).fma(weight, sum1);
      sum2 = Halves.load(values, row + 4L * LANES).fma(weight, sum2);
      sum3 = Halves.load(values, row + 6L * LANES).fma(weight, sum3);
    }
    sum0.intoArray(out, at);
    sum1.intoArray(out, at + LANES);
    sum2.intoArray(out, at + 2 * LANES);
    sum3.intoArray(out, at + 3 * LANES);
  }

  private static void mix1x1(
      MemorySegment values,
      long from,
      int count,
      int width,
      float[] weights,
      int weightAt,
      float[] out,
      int at) {
    FloatVector sum = FloatVector.fromArray(F32, out, at);
    for (int key = 0; key < count; key++) {
      FloatVector weight = FloatVector.broadcast(F32, weights[weightAt + key]);
      sum = Halves.load(values, from + 2L * width * key).fma(weight, sum);
    }
    sum.intoArray(out, at);
  }
}
