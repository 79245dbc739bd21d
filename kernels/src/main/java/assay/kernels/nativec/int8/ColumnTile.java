package assay.kernels.nativec.int8;

import java.util.ArrayList;
import java.util.List;

/**
 * Columns of X that a kernel multiplies at once.
 *
 * @param first column
 * @param used columns of X in it; the rest is zero
 * @param columns as the kernel sees it: 1, 4 or a full tile
 */
record ColumnTile(int first, int used, int columns) {

  private static final int NARROW = 4;

  /** Full tiles, then narrow ones: a full tile for one column would waste all of the others. */
  static List<ColumnTile> cover(int n, int full) {
    List<ColumnTile> tiles = new ArrayList<>();
    int first = 0;
    while (first < n) {
      int left = n - first;
      int columns = left == 1 ? 1 : left < full ? NARROW : full;
      int used = Math.min(left, columns);
      tiles.add(new ColumnTile(first, used, columns));
      first += used;
    }
    return List.copyOf(tiles);
  }
}
