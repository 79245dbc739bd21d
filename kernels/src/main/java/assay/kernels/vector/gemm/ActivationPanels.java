package assay.kernels.vector.gemm;

import static assay.kernels.vector.gemm.GemmBlocking.DEPTH;
import static assay.kernels.vector.shape.VectorShapes.LANES;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import assay.kernels.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Columns of X (tokens) in the order in which the micro-kernel reads them.
 *
 * <p>Depth block after depth block; within it panel after panel; within that, for each k one float
 * of each of the panel's columns. Columns beyond n are zero up to a whole vector; the last panel
 * may be narrower than the others.
 */
final class ActivationPanels {

  /** Columns spread at a time: every width is a multiple, and a cache line is written once. */
  static final int COLUMNS = 4;

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(LITTLE_ENDIAN);

  private final Tensor activations;
  private final int depth;
  private final int width;
  private final float[] packed;
  private long firstColumn;
  private int columns;
  private int padded;

  /**
   * @param width columns of a full panel
   * @param capacity columns packed at a time, a multiple of the vector length
   */
  ActivationPanels(Tensor activations, int width, int capacity) {
    this.activations = activations;
    this.depth = (int) activations.columns();
    this.width = width;
    this.packed = new float[Math.multiplyExact(depth, capacity)];
  }

  /** Chooses which columns the panels hold from now on. */
  void select(long first, int count) {
    firstColumn = first;
    columns = count;
    padded = GemmBlocking.padded(count);
  }

  float[] floats() {
    return packed;
  }

  int panels() {
    return Math.ceilDiv(padded, width);
  }

  /** Vectors of the panel that starts at {@code column}. */
  int vectorsAt(int column) {
    return Math.min(width, padded - column) / LANES;
  }

  int padded() {
    return padded;
  }

  /**
   * Where the panel of {@code column} starts in the depth block of {@code count} from {@code k}.
   */
  int at(int k, int count, int column) {
    return k * padded + column * count;
  }

  /**
   * Packs one panel.
   *
   * @param rows room for {@link #COLUMNS} times {@link GemmBlocking#DEPTH} floats
   */
  void pack(int panel, float[][] rows) {
    int column = panel * width;
    int wide = Math.min(width, padded - column);
    for (int k = 0; k < depth; k += DEPTH) {
      int count = Math.min(DEPTH, depth - k);
      int start = at(k, count, column);
      for (int lane = 0; lane < wide; lane += COLUMNS) {
        for (int i = 0; i < COLUMNS; i++) {
          load(column + lane + i, k, count, rows[i]);
        }
        spread(count, start + lane, wide, rows[0], rows[1], rows[2], rows[3]);
      }
    }
  }

  private void load(int column, int k, int count, float[] row) {
    if (column >= columns) {
      Arrays.fill(row, 0, count, 0f);
      return;
    }
    long offset = ((firstColumn + column) * depth + k) * Float.BYTES;
    MemorySegment.copy(activations.data(), FLOAT, offset, row, 0, count);
  }

  private void spread(
      int count, int start, int stride, float[] a, float[] b, float[] c, float[] d) {
    for (int i = 0; i < count; i++) {
      int to = start + i * stride;
      packed[to] = a[i];
      packed[to + 1] = b[i];
      packed[to + 2] = c[i];
      packed[to + 3] = d[i];
    }
  }
}
