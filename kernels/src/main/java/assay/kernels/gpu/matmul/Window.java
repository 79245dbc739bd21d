package assay.kernels.gpu.matmul;

import assay.kernels.Format;

/**
 * What blocks keep of a row of W in shared memory, as in window.h.
 *
 * @param values of a row
 * @param slotBytes for those of a tile's rows
 */
record Window(int values, int slotBytes) {

  /** Along k, of what tensor cores multiply in one go. */
  static final int CHUNK = 64;

  private static final int PIECE = 16;

  static Window of(Format format) {
    int values = Math.max(CHUNK, format.blockElements());
    int pieces = ((int) format.bytesFor(values) + 2 * (PIECE - 1)) / PIECE;
    return new Window(values, TileChoice.FEATURES * PIECE * (pieces | 1));
  }

  int chunks() {
    return values / CHUNK;
  }
}
