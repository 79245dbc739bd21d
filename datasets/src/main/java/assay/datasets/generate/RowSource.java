package assay.datasets.generate;

/** Float rows of a fill, each a function of seed and row number alone. */
interface RowSource {

  /** Writes row {@code row} over the whole of {@code destination}. */
  void fill(long row, float[] destination);
}
