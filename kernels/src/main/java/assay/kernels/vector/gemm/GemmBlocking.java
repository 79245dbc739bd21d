package assay.kernels.vector.gemm;

import static assay.kernels.vector.shape.VectorShapes.LANES;

import assay.kernels.MatmulSpec;

/**
 * Block sizes; every one of them is chosen here.
 *
 * @param rows rows of W decoded at a time by one thread; they stay in its L2 cache
 * @param columns columns of X that meet those rows before the next are decoded
 * @param packed columns of X packed at a time, all of n unless that takes too much memory
 */
record GemmBlocking(int rows, int columns, int packed) {

  /** Depth of a block: a whole number of blocks of every format, and a panel of X fits in L1. */
  static final int DEPTH = 256;

  /** A line more than the depth, or all rows would fall into the same few sets of the L1 cache. */
  static final int ROW_STRIDE = DEPTH + 16;

  /** Multiple of the rows of every tile. */
  static final int ROW_STEP = 24;

  /** 192 rows of 256 floats are 200 KB: a fifth to a half of a core's L2. */
  private static final int MAX_ROWS = 192;

  /** Decoding is shared by this many columns; beyond it nothing more is to be gained. */
  private static final int MAX_COLUMNS = 1024;

  /** 256 MB of packed activations. */
  private static final long MAX_PACKED_FLOATS = 1L << 26;

  /** Work items per thread, so that a thread that is held up doesn't hold up the rest. */
  private static final int ITEMS_PER_THREAD = 4;

  static GemmBlocking of(MatmulSpec spec, int threads, int vectors) {
    int panel = vectors * LANES;
    int padded = padded(spec.n());
    int packed = packedColumns(spec.k(), padded, panel);
    int rows = rowsFor(spec.m(), threads);
    int columns = roundUp(Math.min(MAX_COLUMNS, packed), panel);
    long items = ceilDiv(spec.m(), rows) * ceilDiv(packed, columns);
    while (items < (long) ITEMS_PER_THREAD * threads && columns > 4 * panel) {
      columns = roundUp(columns / 2, panel);
      items = ceilDiv(spec.m(), rows) * ceilDiv(packed, columns);
    }
    return new GemmBlocking(rows, columns, packed);
  }

  private static int rowsFor(long m, int threads) {
    long blocks = Math.max(ceilDiv(m, MAX_ROWS), (long) ITEMS_PER_THREAD * threads);
    return Math.min(MAX_ROWS, roundUp((int) ceilDiv(m, blocks), ROW_STEP));
  }

  private static int packedColumns(long k, int padded, int panel) {
    long fit = MAX_PACKED_FLOATS / Math.max(1, k) / panel * panel;
    return (int) Math.min(padded, Math.max(fit, panel));
  }

  /** Columns with the last vector filled up. */
  static int padded(long n) {
    return roundUp((int) n, LANES);
  }

  /** Whether even one panel of X can be packed. */
  static boolean fits(MatmulSpec spec, int vectors) {
    return spec.k() * vectors * LANES < Integer.MAX_VALUE - 8 && spec.n() < Integer.MAX_VALUE - 64;
  }

  private static int roundUp(int value, int step) {
    return Math.max(1, Math.ceilDiv(value, step)) * step;
  }

  private static long ceilDiv(long value, long step) {
    return Math.ceilDiv(value, step);
  }

  @Override
  public String toString() {
    return "%d rows x %d columns x %d deep".formatted(rows, columns, DEPTH);
  }
}
