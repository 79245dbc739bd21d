package assay.kernels.vector.attention;

import static assay.kernels.vector.attention.SplitWorker.KEYS;
import static assay.kernels.vector.shape.VectorShapes.F32;
import static assay.kernels.vector.shape.VectorShapes.LANES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** Any format: a few keys or values are decoded to floats in L1, then used by each row. */
final class DecodedTile implements CacheTile {

  /** 16 keys of 128 floats are 8 KiB of L1; more leave the memory idle for longer meanwhile. */
  private static final int BATCH = 16;

  private final AttentionProblem problem;
  private final int keyWidth;
  private final int valueWidth;
  private final int rows;
  private final float[] queries;
  private final float[] decoded;
  private final float[] lanes = new float[4 * LANES];
  private int kvHead;

  DecodedTile(AttentionProblem problem) {
    this.problem = problem;
    keyWidth = SplitWorker.padded(problem.keyDim);
    valueWidth = SplitWorker.padded(problem.valueDim);
    rows = problem.groupRows();
    queries = new float[rows * keyWidth];
    decoded = new float[BATCH * Math.max(keyWidth, valueWidth)];
  }

  @Override
  public void turnTo(int kvHead) {
    this.kvHead = kvHead;
    for (int row = 0; row < rows; row++) {
      problem.loadQuery(kvHead, row, queries, row * keyWidth);
    }
  }

  @Override
  public void score(int at, int count, float[] scores) {
    for (int first = 0; first < count; first += BATCH) {
      int some = Math.min(BATCH, count - first);
      problem.decodeKeys(kvHead, at + first, some, decoded, keyWidth);
      clearPadding(problem.keyDim, keyWidth);
      for (int row = 0; row < rows; row++) {
        for (int key = 0; key < some; key += 4) {
          dot4(decoded, key * keyWidth, keyWidth, queries, row * keyWidth, lanes);
          for (int i = 0; i < 4; i++) {
            scores[row * KEYS + first + key + i] = LaneSums.of(lanes, i * LANES);
          }
        }
      }
    }
  }

  @Override
  public void mix(int at, int count, float[] weights, float[] out, int outAt) {
    for (int first = 0; first < count; first += BATCH) {
      int some = Math.min(BATCH, count - first);
      problem.decodeValues(kvHead, at + first, some, decoded, valueWidth);
      clearPadding(problem.valueDim, valueWidth);
      for (int row = 0; row < rows; row++) {
        mixRow(some, weights, row * KEYS + first, out, outAt + row * valueWidth);
      }
    }
  }

  /** Keys and values take turns in the buffer, so one's padding holds the other's numbers. */
  private void clearPadding(int used, int width) {
    if (used < width) {
      for (int key = 0; key < BATCH; key++) {
        Arrays.fill(decoded, key * width + used, (key + 1) * width, 0);
      }
    }
  }

  private static void dot4(
      float[] keys, int keyAt, int width, float[] queries, int queryAt, float[] lanes) {
    FloatVector sum0 = FloatVector.zero(F32);
    FloatVector sum1 = sum0;
    FloatVector sum2 = sum0;
    FloatVector sum3 = sum0;
    int second = keyAt + width;
    int third = second + width;
    int fourth = third + width;
    for (int d = 0; d < width; d += LANES) {
      FloatVector query = FloatVector.fromArray(F32, queries, queryAt + d);
      sum0 = FloatVector.fromArray(F32, keys, keyAt + d).fma(query, sum0);
      sum1 = FloatVector.fromArray(F32, keys, second + d).fma(query, sum1);
      sum2 = FloatVector.fromArray(F32, keys, third + d).fma(query, sum2);
      sum3 = FloatVector.fromArray(F32, keys, fourth + d).fma(query, sum3);
    }
    sum0.intoArray(lanes, 0);
    sum1.intoArray(lanes, LANES);
    sum2.intoArray(lanes, 2 * LANES);
    sum3.intoArray(lanes, 3 * LANES);
  }

  private void mixRow(int count, float[] weights, int weightAt, float[] out, int at) {
    int column = 0;
    for (; column + 4 * LANES <= valueWidth; column += 4 * LANES) {
      mix4(decoded, column, valueWidth, count, weights, weightAt, out, at + column);
    }
    for (; column < valueWidth; column += LANES) {
      mix1(decoded, column, valueWidth, count, weights, weightAt, out, at + column);
    }
  }

  private static void mix4(
      float[] values,
      int column,
      int width,
      int count,
      float[] weights,
      int weightAt,
      float[] out,
      int at) {
    FloatVector sum0 = FloatVector.fromArray(F32, out, at);
    FloatVector sum1 = FloatVector.fromArray(F32, out, at + LANES);
    FloatVector sum2 = FloatVector.fromArray(F32, out, at + 2 * LANES);
    FloatVector sum3 = FloatVector.fromArray(F32, out, at + 3 * LANES);
    int from = column;
    for (int key = 0; key < count; key++) {
      FloatVector weight = FloatVector.broadcast(F32, weights[weightAt + key]);
      sum0 = FloatVector.fromArray(F32, values, from).fma(weight, sum0);
      sum1 = FloatVector.fromArray(F32, values, from + LANES).fma(weight, sum1);
      sum2 = FloatVector.fromArray(F32, values, from + 2 * LANES).fma(weight, sum2);
      sum3 = FloatVector.fromArray(F32, values, from + 3 * LANES).fma(weight, sum3);
      from += width;
    }
    sum0.intoArray(out, at);
    sum1.intoArray(out, at + LANES);
    sum2.intoArray(out, at + 2 * LANES);
    sum3.intoArray(out, at + 3 * LANES);
  }

  private static void mix1(
      float[] values,
      int column,
      int width,
      int count,
      float[] weights,
      int weightAt,
      float[] out,
      int at) {
    FloatVector sum = FloatVector.fromArray(F32, out, at);
    int from = column;
    for (int key = 0; key < count; key++) {
      FloatVector weight = FloatVector.broadcast(F32, weights[weightAt + key]);
      sum = FloatVector.fromArray(F32, values, from).fma(weight, sum);
      from += width;
    }
    sum.intoArray(out, at);
  }
}
