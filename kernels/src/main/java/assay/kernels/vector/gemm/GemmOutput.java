package assay.kernels.vector.gemm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Y, n x m float32, and the way tiles get into it.
 *
 * <p>One per thread, all over the same memory.
 */
final class GemmOutput {

  private final MemorySegment result;
  private final long features;
  private final float[] line;
  private long firstToken;
  private int tokens;

  /**
   * @param features m
   * @param rows most rows of W that are stored at a time
   */
  GemmOutput(MemorySegment result, long features, int rows) {
    this.result = result;
    this.features = features;
    this.line = new float[rows];
  }

  /** Chooses which rows of Y column 0 and the following stand for. */
  void select(long first, int count) {
    firstToken = first;
    tokens = count;
  }

  /** Stores a panel's sums, leaving out the columns that only fill up a vector. */
  void store(long firstRow, int rows, int column, int width, float[] sums, int at) {
    int wide = Math.min(width, tokens - column);
    for (int lane = 0; lane < wide; lane++) {
      gather(sums, at + lane, width, rows);
      long offset = ((firstToken + column + lane) * features + firstRow) * Float.BYTES;
      MemorySegment.copy(line, 0, result, ValueLayout.JAVA_FLOAT, offset, rows);
    }
  }

  private void gather(float[] sums, int at, int stride, int rows) {
    for (int row = 0; row < rows; row++) {
      line[row] = sums[at + row * stride];
    }
  }
}
