package assay.kernels.vector.gemm;

/** A register tile: the innermost loop, with every sum in a register. */
@FunctionalInterface
interface MicroKernel {

  /**
   * Adds {@code depth} products to each element of a tile of Y.
   *
   * <p>No edges: W and X are padded by whoever packs them, and so is Y.
   *
   * @param depth products to add, at most {@link GemmBlocking#DEPTH}
   * @param w decoded rows, {@link GemmBlocking#ROW_STRIDE} apart, from {@code wAt}
   * @param x one panel, for each k as many floats as the tile is wide, from {@code xAt}
   * @param y tile rows, as many floats as the tile is wide apart, from {@code yAt}
   */
  void multiply(int depth, float[] w, int wAt, float[] x, int xAt, float[] y, int yAt);
}
