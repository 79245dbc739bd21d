package assay.kernels.gpu.matvec;

import assay.kernels.MatmulSpec;
import assay.kernels.Support;
import assay.kernels.gpu.GpuWork;
import assay.kernels.gpu.driver.Launch;
import java.util.List;

/**
 * How the blocks of matvec.h share a product.
 *
 * @param columns of X that the kernel multiplies: 1, 2, 4 or 8
 * @param blocks side by side, each with its share of the rows of W
 * @param splits of k, each with blocks of its own
 * @param units of k in a split
 * @param warps of a block that lie side by side along k; the others have other rows
 * @param sharedBytes of a block, for its activations
 */
record MatvecShape(int columns, long blocks, long splits, long units, int warps, int sharedBytes) {

  /** As in matvec.h. */
  static final int THREADS = 256;

  static final int MOST_COLUMNS = 8;
  private static final int WARPS = THREADS / 32;

  /** Blocks that registers leave room for on a multiprocessor. */
  private static final int BLOCKS = 2;

  /** Sums that a block keeps beside its activations, and what the driver keeps for itself. */
  private static final int OTHER_SHARED_BYTES = 2048 * Float.BYTES + 1024;

  /** A split begins at a whole block of W. */
  private static final int UNITS_TOGETHER = 8;

  /**
   * What a kernel takes at a time.
   *
   * @param units of a row of W
   * @param rows of W that a warp multiplies at once
   * @param columnBytes shared memory for a unit of one column
   */
  record Grain(long units, int rows, int columnBytes) {}

  static Support supports(String name, MatmulSpec spec) {
    return spec.n() <= MOST_COLUMNS
        ? Support.yes()
        : Support.no(
            "%s multiplies %d tokens at most, not %d".formatted(name, MOST_COLUMNS, spec.n()));
  }

  static MatvecShape of(MatmulSpec spec, Grain grain, int multiprocessors, int sharedBytes) {
    int columns = spec.n() <= 1 ? 1 : Integer.highestOneBit((int) spec.n() * 2 - 1);
    int unitBytes = columns * grain.columnBytes();
    long room = (sharedBytes / BLOCKS - OTHER_SHARED_BYTES) / unitBytes;
    long resident = (long) BLOCKS * multiprocessors;
    long splits =
        Math.max(
            Math.ceilDiv(grain.units(), Math.max(roundedDown(room), UNITS_TOGETHER)),
            splitsForWork(spec, grain, resident));
    long units = roundedUp(Math.ceilDiv(grain.units(), Math.max(1, splits)));
    splits = Math.max(1, Math.ceilDiv(grain.units(), units));
    long blocks = Math.min(spec.m(), Math.max(1, resident / splits));
    int warps = warps(Math.min(units, grain.units()), grain, (double) spec.m() / blocks);
    return new MatvecShape(
        columns, blocks, splits, units, warps, Math.toIntExact(units * unitBytes));
  }

  /** As many as give all blocks something, while each still has a step of all of its warps. */
  private static long splitsForWork(MatmulSpec spec, Grain grain, long resident) {
    long groups = Math.max(1, Math.ceilDiv(spec.m(), (long) grain.rows()));
    long most = grain.units() / (32 * WARPS);
    return Math.clamp(resident / groups, 1, Math.max(1, most));
  }

  /** The fewest that leave the fewest threads idle, at the end of k and at that of the rows. */
  private static int warps(long units, Grain grain, double rows) {
    int best = 1;
    double bestShare = 0;
    for (int warps : List.of(1, 2, 4, WARPS)) {
      double share = share(units, 32 * warps) * share(rows, WARPS / warps * grain.rows());
      if (share > bestShare * 1.01) {
        best = warps;
        bestShare = share;
      }
    }
    return best;
  }

  /** How much of whole steps of this size is used. */
  private static double share(double all, int step) {
    return all / (Math.ceil(all / step) * step);
  }

  private static long roundedDown(long units) {
    return units / UNITS_TOGETHER * UNITS_TOGETHER;
  }

  private static long roundedUp(long units) {
    return Math.max(1, Math.ceilDiv(units, (long) UNITS_TOGETHER)) * UNITS_TOGETHER;
  }

  Launch.Grid grid() {
    return Launch.Grid.of(blocks, splits);
  }

  /** For the record. */
  void describe(GpuWork work) {
    work.detail("blocks", blocks);
    work.detail("warpsAlongK", warps);
  }
}
