package assay.kernels.compute.matmul;

import assay.kernels.MatmulSpec;
import assay.kernels.compute.MatmulLaunches;
import assay.kernels.compute.Module;
import assay.kernels.compute.Tile;
import java.util.List;
import java.util.Map;

/**
 * How a group of matmul.kernel divides its work.
 *
 * @param group items of it
 * @param down features of an item
 * @param across tokens of an item; with {@code down} features each, their sums must fit the
 *     registers
 */
record MatmulTile(int group, int down, int across) {

  /** As in matmul.kernel: items that have different features, and how deep its slices are. */
  private static final int LANES = 16;

  private static final int DEPTH = 32;

  /** Tokens that no wide tile is filled by. */
  private static final int FEW_TOKENS = 16;

  private static final List<MatmulTile> FEW =
      List.of(
          new MatmulTile(128, 4, 2),
          new MatmulTile(128, 2, 2),
          new MatmulTile(64, 4, 4),
          new MatmulTile(256, 8, 1));

  private static final List<MatmulTile> MANY =
      List.of(
          new MatmulTile(128, 4, 8),
          new MatmulTile(256, 4, 4),
          new MatmulTile(64, 8, 8),
          new MatmulTile(256, 8, 8));

  /** The first is good on most. */
  static List<MatmulTile> candidates(long n) {
    return n > FEW_TOKENS ? MANY : FEW;
  }

  private int features() {
    return LANES * down;
  }

  private int tokens() {
    return group / LANES * across;
  }

  Tile of(MatmulSpec spec, MatmulLaunches launches) {
    return new Tile(
        "%dx%d, groups of %d".formatted(features(), tokens(), group),
        Module.of("matmul", Map.of("ASSAY_FORMAT", spec.stored().name()), group, across, down),
        Float.BYTES * DEPTH * (features() + tokens()),
        function -> launches.of(function, features(), Math.ceilDiv(spec.n(), (long) tokens())));
  }
}
