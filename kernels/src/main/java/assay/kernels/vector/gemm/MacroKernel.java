package assay.kernels.vector.gemm;

import static assay.kernels.vector.gemm.GemmBlocking.DEPTH;
import static assay.kernels.vector.gemm.GemmBlocking.ROW_STEP;
import static assay.kernels.vector.gemm.GemmBlocking.ROW_STRIDE;
import static assay.kernels.vector.shape.VectorShapes.LANES;

import java.util.Arrays;

/**
 * The loops around the micro-kernel, for one thread.
 *
 * <p>A block of W is decoded once and meets every panel of X; the sums of the whole block stay in
 * {@code sums}, panel after panel and within a panel row after row, until all of k is done. So Y is
 * written once, and the transposition that vectors along n ask for costs nothing next to k.
 */
final class MacroKernel {

  private final GemmTiles tiles;
  private final WeightBlock weights;
  private final ActivationPanels panels;
  private final int depth;
  private final float[] sums;

  /**
   * @param depth k of the whole product
   */
  MacroKernel(
      GemmTiles tiles,
      GemmBlocking blocking,
      WeightBlock weights,
      ActivationPanels panels,
      int depth) {
    this.tiles = tiles;
    this.weights = weights;
    this.panels = panels;
    this.depth = depth;
    this.sums = new float[Math.multiplyExact(padded(blocking.rows()), blocking.columns())];
  }

  /**
   * Multiplies rows of W with selected columns of X.
   *
   * @param columns a multiple of the vector length, from the start of a panel
   */
  void multiply(long firstRow, int rows, int firstColumn, int columns, GemmOutput output) {
    int height = padded(rows);
    Arrays.fill(sums, 0, height * columns, 0f);
    for (int k = 0; k < depth; k += DEPTH) {
      int count = Math.min(DEPTH, depth - k);
      weights.decode(firstRow, rows, k, count);
      addBlock(k, count, height, firstColumn, columns);
    }
    store(firstRow, rows, firstColumn, columns, output);
  }

  private void addBlock(int k, int count, int height, int firstColumn, int columns) {
    int column = 0;
    while (column < columns) {
      int vectors = panels.vectorsAt(firstColumn + column);
      int panel = panels.at(k, count, firstColumn + column);
      addPanel(tiles.of(vectors), count, height, panel, column * height);
      column += vectors * LANES;
    }
  }

  private void addPanel(GemmTile tile, int count, int height, int panel, int sumsAt) {
    MicroKernel kernel = tile.kernel();
    int width = tile.vectors() * LANES;
    for (int row = 0; row < height; row += tile.rows()) {
      kernel.multiply(
          count,
          weights.floats(),
          row * ROW_STRIDE,
          panels.floats(),
          panel,
          sums,
          sumsAt + row * width);
    }
  }

  private void store(long firstRow, int rows, int firstColumn, int columns, GemmOutput output) {
    int height = padded(rows);
    int column = 0;
    while (column < columns) {
      int width = panels.vectorsAt(firstColumn + column) * LANES;
      output.store(firstRow, rows, firstColumn + column, width, sums, column * height);
      column += width;
    }
  }

  /** Rows as the tiles see them: whole tiles only. */
  private static int padded(int rows) {
    return Math.ceilDiv(rows, ROW_STEP) * ROW_STEP;
  }
}
