package assay.kernels.opencl.cpu;

import assay.kernels.MatmulSpec;
import assay.kernels.compute.ComputeDevice;

/**
 * How the kernels of this package cut a product.
 *
 * @param columns of a tile of X
 * @param tiles of X
 */
record CpuTiles(int columns, long tiles) {

  /** Rows of a group, a lane each; as in cpu.h. */
  static final int LANES = 16;

  /** With 12 columns their sums, weights and what is between them fit 32 registers. */
  private static final int MANY = 12;

  private static final int FEW = 4;

  /** Items for each thread, at least: the last ones to finish cost little then. */
  private static final int ITEMS = 4;

  static CpuTiles of(MatmulSpec spec) {
    int columns = spec.n() <= 1 ? 1 : spec.n() <= FEW ? FEW : MANY;
    return new CpuTiles(columns, Math.ceilDiv(spec.n(), columns));
  }

  static long groups(long rows) {
    return Math.ceilDiv(rows, LANES);
  }

  /**
   * Groups of rows that meet a tile of X one after the other.
   *
   * @param most that stay in a cache meanwhile
   */
  static long groupsOfItem(ComputeDevice device, long groups, int most) {
    return Math.clamp(groups / ((long) ITEMS * device.limits().computeUnits()), 1, most);
  }
}
