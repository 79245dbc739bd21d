package assay.kernels.vector.matvec;

import java.lang.foreign.MemorySegment;

/** Products of four stored rows with one activation row. */
interface FourRows {

  /**
   * Adds up {@code count} elements of each row, lane by lane.
   *
   * @param row byte offsets of the four rows
   * @param count a multiple of the lanes
   * @param lanes receives four float vectors, one a row
   */
  void multiply(MemorySegment weights, long[] row, float[] x, int xStart, int count, float[] lanes);

  /** One element, for what is left of a row. */
  float element(MemorySegment weights, long row, int index);
}
