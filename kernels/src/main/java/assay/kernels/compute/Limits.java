package assay.kernels.compute;

/**
 * What a device takes at most.
 *
 * @param groupSize work items of a group
 * @param groups of a launch in one direction; more are folded into a second
 * @param localBytes of memory that a group shares
 * @param largestAllocation in bytes
 * @param largestRange in bytes, of memory that a kernel is given in one buffer
 * @param offsetAlignment in bytes, of where such a range begins
 * @param computeUnits that run groups independently
 */
public record Limits(
    int groupSize,
    long groups,
    int localBytes,
    long largestAllocation,
    long largestRange,
    int offsetAlignment,
    int computeUnits) {

  /** Kernels number bytes with 32 bits; half of that also leaves room for what they add to them. */
  private static final long LARGEST_PIECE = 1L << 31;

  /** What may be read behind a tensor, and the zones around a result. */
  private static final int SPARE = 4096;

  /** Bytes of a tensor or of a result that one buffer can hold. */
  public long largestPiece() {
    return Math.min(LARGEST_PIECE, Math.min(largestAllocation, largestRange)) - SPARE;
  }

  public static long up(long bytes, long multiple) {
    return Math.ceilDiv(bytes, multiple) * multiple;
  }
}
