package assay.kernels.vector.gemm;

/**
 * A micro-kernel and its shape.
 *
 * @param rows rows of W
 * @param vectors vectors of X
 */
record GemmTile(int rows, int vectors, MicroKernel kernel) {

  @Override
  public String toString() {
    return rows + "x" + vectors;
  }
}
