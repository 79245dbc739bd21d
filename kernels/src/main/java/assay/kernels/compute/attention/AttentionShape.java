package assay.kernels.compute.attention;

import assay.kernels.AttentionSpec;
import assay.kernels.compute.Limits;
import assay.kernels.compute.Module;
import assay.kernels.device.StretchedAttention;
import java.util.Map;

/**
 * How a group of attention.kernel divides its work.
 *
 * @param rows that share what is decoded
 * @param lanes items that share a key
 * @param columns items that have different columns of the values, and pieces of each
 * @param width of queries in local memory
 */
record AttentionShape(int rows, int lanes, int columns, int chunks, int width) {

  static final int GROUP = 64;

  /** Values that are decoded together. */
  private static final int PIECE = 8;

  private static final int LANES = 8;
  private static final int NARROWEST = 64;
  private static final int[] MORE_ROWS = {4, 8};

  /** Rows times pieces of columns that an item has sums of: eight registers each. */
  private static final int MOST_SUMS = 8;

  /** As many rows as there are, and as the device has room for; of few numbers, few modules. */
  static AttentionShape of(AttentionSpec spec, Limits limits) {
    long groupRows = spec.n() * (spec.heads() / spec.kvHeads());
    AttentionShape shape = of(spec, 1);
    for (int rows : MORE_ROWS) {
      AttentionShape next = of(spec, rows);
      if (shape.rows < groupRows
          && next.rows * next.chunks <= MOST_SUMS
          && next.localBytes() <= limits.localBytes()) {
        shape = next;
      }
    }
    return shape;
  }

  static AttentionShape of(AttentionSpec spec, int rows) {
    int widest = Math.toIntExact(Math.max(spec.keyDim(), spec.valueDim()));
    int width = Math.max(NARROWEST, powerOfTwoFrom(widest));
    int columns = Math.min(GROUP, width / PIECE);
    int pieces = Math.toIntExact(Math.ceilDiv(spec.valueDim(), PIECE));
    int queries = Math.min(width, Math.ceilDiv(widest, NARROWEST) * NARROWEST);
    return new AttentionShape(rows, LANES, columns, Math.ceilDiv(pieces, columns), queries);
  }

  private static int powerOfTwoFrom(int least) {
    int power = 1;
    while (power < least) {
      power *= 2;
    }
    return power;
  }

  /** As attention.kernel declares it. */
  int localBytes() {
    return Float.BYTES * (rows * width + GROUP * lanes * rows + GROUP * rows + GROUP);
  }

  Module module(AttentionSpec spec) {
    return Module.of(
        "attention",
        Map.of("ASSAY_FORMAT", spec.stored().name()),
        GROUP,
        rows,
        lanes,
        columns,
        chunks,
        width);
  }

  /** Groups for all rows and one stretch. */
  long units(AttentionSpec spec) {
    return StretchedAttention.units(spec, rows);
  }
}
