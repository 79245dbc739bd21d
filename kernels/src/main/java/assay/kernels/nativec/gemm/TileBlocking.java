package assay.kernels.nativec.gemm;

import assay.kernels.MatmulSpec;
import java.util.Arrays;

/**
 * Blocks of Y, each the work of one thread; every block size is chosen here.
 *
 * @param rows first rows of W of the blocks, and m at the end
 * @param columns columns of X that meet those rows before the next are decoded
 * @param packed columns of X packed at a time, all of n unless that takes too much memory
 */
record TileBlocking(int[] rows, int columns, int packed) {

  /** 192 rows of 256 floats are 200 KB: a fifth to a half of a core's L2. */
  static final int MAX_ROWS = 192;

  /**
   * A multiple of 6 and 12, the rows of tiles in vector registers; fewer would read X more often
   * than FMA can hide. A higher tile is a step itself.
   */
  private static final int ROW_STEP = 24;

  /** Decoding is shared by this many columns; beyond it nothing more is to be gained. */
  private static final int MAX_COLUMNS = 1024;

  /** 256 MB of packed activations. */
  private static final long MAX_PACKED_FLOATS = 1L << 26;

  /** So many that a thread that is held up doesn't hold up the rest. */
  private static final int BLOCKS_PER_THREAD = 4;

  /**
   * @param tileRows rows of W in a register tile, a divisor of {@link #MAX_ROWS}
   * @param panel columns of a full panel
   */
  static TileBlocking of(MatmulSpec spec, int threads, int tileRows, int panel) {
    long fit = Math.max(1, MAX_PACKED_FLOATS / Math.max(1, spec.k()) / panel) * panel;
    int packed = (int) Math.min(spec.n(), fit);
    int[] rows = rows(Math.toIntExact(spec.m()), threads, Math.max(ROW_STEP, tileRows));
    int columns = Math.min(MAX_COLUMNS, roundUp(packed, panel));
    while (columns > 4 * panel
        && (rows.length - 1) * Math.ceilDiv(packed, columns) < BLOCKS_PER_THREAD * threads) {
      columns = roundUp(columns / 2, panel);
    }
    return new TileBlocking(rows, columns, packed);
  }

  /** High blocks first, then lower and lower ones, so that threads finish together. */
  private static int[] rows(int m, int threads, int step) {
    int[] starts = new int[m / step + 2];
    int count = 0;
    int row = 0;
    while (row < m) {
      starts[count++] = row;
      int share = roundUp((m - row) / (2 * threads), step);
      row += Math.min(m - row, Math.clamp(share, step, MAX_ROWS));
    }
    starts[count++] = m;
    return Arrays.copyOf(starts, count);
  }

  private static int roundUp(int value, int step) {
    return Math.ceilDiv(value, step) * step;
  }

  @Override
  public String toString() {
    return "%d rows x %d columns".formatted(MAX_ROWS, columns);
  }
}
