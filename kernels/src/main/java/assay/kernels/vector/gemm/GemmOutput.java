package assay.kernels.vector.gemm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Y, n x m float32, and the way tiles get into it.
 *
 * <p>One per thread, all over the same memory.
 */
final class GemmOutput {

  /** Rows of Y put together at a time: every width is a multiple, and a cache line is read once. */
  private static final int LINES = 4;

  private final MemorySegment result;
  private final long features;
  private final float[][] lines;
  private long firstToken;
  private int tokens;

  /**
   * @param features m
   * @param rows most rows of W that are stored at a time
   */
  GemmOutput(MemorySegment result, long features, int rows) {
    this.result = result;
    this.features = features;
    this.lines = new float[LINES][rows];
  }

  /** Chooses which rows of Y column 0 and the following stand for. */
  void select(long first, int count) {
    firstToken = first;
    tokens = count;
  }

  /** Stores a panel's sums, leaving out the columns that only fill up a vector. */
  void store(long firstRow, int rows, int column, int width, float[] sums, int at) {
    int wide = Math.min(width, tokens - column);
    for (int lane = 0; lane < wide; lane += LINES) {
      gather(sums, at + lane, width, rows, lines[0], lines[1], lines[2], lines[3]);
      int last = Math.min(LINES, wide - lane);
      for (int i = 0; i < last; i++) {
        long offset = ((firstToken + column + lane + i) * features + firstRow) * Float.BYTES;
        MemorySegment.copy(lines[i], 0, result, ValueLayout.JAVA_FLOAT, offset, rows);
      }
    }
  }

  private static void gather(
      float[] sums, int at, int stride, int rows, float[] a, float[] b, float[] c, float[] d) {
    for (int row = 0; row < rows; row++) {
      int i = at + row * stride;
      a[row] = sums[i];
      b[row] = sums[i + 1];
      c[row] = sums[i + 2];
      d[row] = sums[i + 3];
    }
  }
}
