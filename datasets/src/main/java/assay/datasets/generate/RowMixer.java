package assay.datasets.generate;

/**
 * Builds many distinct rows out of a pool of few: every row takes each of its 256-element chunks
 * from a pool row of its own choice, in the chunk's own column position.
 *
 * <p>Encoding 58 million weights by a scale-searching encoder takes minutes; encoding a pool and
 * mixing takes a second, keeps columns (outlier channels stay where they are) and still gives rows
 * that differ from each other, so that a kernel that mixes up rows is found out.
 *
 * @param rows rows of the tensor
 * @param poolRows rows of the pool; equal to {@code rows} when every row is generated for itself
 */
record RowMixer(long seed, long rows, int poolRows) {

  /** A whole number of blocks in every format. */
  static final int CHUNK = 256;

  private static final int LEAST_POOL = 4;

  static RowMixer of(long seed, long rows, long columns, long poolElements) {
    long wanted = Math.max(LEAST_POOL, poolElements / Math.max(columns, 1));
    return new RowMixer(seed, rows, (int) Math.min(rows, wanted));
  }

  boolean mixes() {
    return poolRows < rows;
  }

  /** Pool row that chunk {@code chunk} of row {@code row} comes from. */
  int source(long row, int chunk) {
    if (!mixes()) {
      return (int) row;
    }
    long bits = SeededRandom.mix(seed + (row << 20) + chunk);
    return (int) Math.multiplyHigh(bits >>> 1, (long) poolRows << 1);
  }
}
