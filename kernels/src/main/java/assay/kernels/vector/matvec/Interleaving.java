package assay.kernels.vector.matvec;

import java.lang.foreign.MemorySegment;

/**
 * A layout of a group of rows, as many as a float vector has lanes, and the product with it.
 *
 * <p>A group is a sequence of units, one unit for each block of the stored format.
 */
interface Interleaving {

  /** Packed bytes of one unit. */
  int unitBytes();

  /**
   * Packs one stored block into its lane of a zeroed unit.
   *
   * @param block byte offset of the stored block in {@code source}
   * @param unit byte offset of the unit in {@code target}
   * @param lane of the row, from 0
   */
  void pack(MemorySegment source, long block, MemorySegment target, long unit, int lane);

  /**
   * Multiplies a group with one activation row and stores one result a lane.
   *
   * @param units how many units the group has
   * @param x activations from {@code xStart}
   * @param sums sums of 32 consecutive activations, from {@code xStart / 32}
   */
  void multiply(
      MemorySegment packed,
      long offset,
      int units,
      float[] x,
      int xStart,
      float[] sums,
      float[] output,
      int at);
}
