package assay.kernels.vector.matvec;

import java.lang.foreign.MemorySegment;

/**
 * A layout of a group of rows, as many as a float vector has lanes, and the product with it.
 *
 * <p>A group is a sequence of units, one unit for each block of the stored format. Codes and scales
 * lie in two heap arrays: C2 proves int indices linear in the loop variable to be in bounds once,
 * before the loop, which it does not do for the long offsets of a memory segment.
 */
interface Interleaving {

  /** Bytes of codes in one unit. */
  int unitCodes();

  /** Floats of scales in one unit. */
  int unitScales();

  /**
   * Packs one stored block into its lane of a zeroed unit.
   *
   * @param block byte offset of the stored block in {@code source}
   * @param unit index of the unit in the group
   * @param lane of the row, from 0
   */
  void pack(MemorySegment source, long block, byte[] codes, float[] scales, int unit, int lane);

  /**
   * Multiplies a group with one activation row and stores one result a lane.
   *
   * @param units how many units the group has
   * @param x activations from {@code xStart}
   * @param sums sums of 32 consecutive activations, from {@code xStart / 32}
   */
  void multiply(
      byte[] codes,
      float[] scales,
      int units,
      float[] x,
      int xStart,
      float[] sums,
      float[] output,
      int at);
}
