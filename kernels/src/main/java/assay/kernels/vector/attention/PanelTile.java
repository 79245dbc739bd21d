package assay.kernels.vector.attention;

import jdk.incubator.vector.VectorShape;

/**
 * The two products of attention on a panel of queries, one query in each lane.
 *
 * <p>With queries in the lanes neither keys nor values are transposed, the softmax needs no sum
 * across lanes, and both products read their panel in order.
 */
interface PanelTile {

  /** Floats from one decoded key or value to the next: an odd number of cache lines. */
  int STRIDE = 592;

  /** Keys, or value columns, in one call. */
  int rows();

  /** Queries of a panel. */
  int width();

  /**
   * Dot products of {@link #rows} keys with all queries of a panel, overwriting {@code out}.
   *
   * @param depth width of a key
   * @param keys decoded keys, {@link #STRIDE} apart
   * @param panel {@code depth} rows of {@link #width} queries
   * @param out one row of {@link #width} scores for each key
   */
  void scores(
      int depth, float[] keys, int keyAt, float[] panel, int panelAt, float[] out, int outAt);

  /**
   * Adds {@code depth} values, weighted, to {@link #rows} columns of the result.
   *
   * @param values decoded values, {@link #STRIDE} apart; the columns follow each other
   * @param panel one row of {@link #width} weights for each value
   * @param out one row of {@link #width} sums for each column
   */
  void mix(
      int depth, float[] values, int valueAt, float[] panel, int panelAt, float[] out, int outAt);

  /** x86 has 32 vector registers only with AVX-512, whatever width is used; ARM always has 32. */
  static PanelTile forThisMachine() {
    boolean x86 = System.getProperty("os.arch").matches("amd64|x86_64|x86|i386");
    return x86 && VectorShape.preferredShape().vectorBitSize() < 512
        ? new PanelTile3x3()
        : new PanelTile6x4();
  }
}
