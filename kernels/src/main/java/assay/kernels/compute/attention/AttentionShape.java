package assay.kernels.compute.attention;

import assay.kernels.AttentionSpec;
import assay.kernels.compute.Limits;
import assay.kernels.compute.Module;
import assay.kernels.device.StretchedAttention;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How groups of attention.kernel divide the work.
 *
 * @param group items of a group
 * @param rows that share what is decoded: heads of one query, or of several in turn
 * @param lanes items that share a key
 * @param columns items that have different columns of the values, and chunks of these each
 * @param width of queries in local memory
 * @param stretches of the context, each a group's for itself
 */
record AttentionShape(
    int group, int rows, int lanes, int columns, int chunks, int width, long stretches) {

  private static final int GROUP = 64;

  /** Values that are decoded together. */
  private static final int PIECE = 8;

  private static final int LANES = 8;
  private static final int NARROWEST = 64;
  private static final int[] MORE_ROWS = {4, 8};

  /** Rows that several queries of a prompt fill. */
  private static final int MOST_ROWS = 16;

  /** Leave room for many rows or items; lanes times rows are 8 at least. */
  private static final int FEW_LANES = 4;

  /** Rows times chunks of columns that an item has sums of: eight registers each. */
  private static final int MOST_SUMS = 8;

  /** Steps that a stretch should last: a shorter one costs more to begin and merge. */
  private static final int SHORTEST_STRETCH = 4;

  /** Groups that keep a compute unit busy, since they wait for memory and for each other. */
  private static final int GROUPS_OF_UNIT = 8;

  private static final int MOST_STRETCHES = 1 << 10;

  /** The least that any device must have room for. */
  static AttentionShape smallest(AttentionSpec spec) {
    return of(spec, GROUP, 1, LANES);
  }

  /**
   * As many rows as there are, and as the device has room for; of few numbers, few modules. Then
   * what may be faster.
   */
  static List<AttentionShape> candidates(AttentionSpec spec, Limits limits) {
    AttentionShape first = smallest(spec);
    for (int rows : MORE_ROWS) {
      AttentionShape next = of(spec, GROUP, rows, LANES);
      if (first.rows < groupRows(spec)
          && next.rows * next.chunks <= MOST_SUMS
          && next.localBytes() <= limits.localBytes()) {
        first = next;
      }
    }
    first = first.withSuitedStretches(spec, limits);
    List<AttentionShape> all = new ArrayList<>();
    all.add(first);
    if (first.stretches > 1) {
      all.add(first.with(first.stretches / 2));
      all.add(first.with(Math.min(2 * first.stretches, MOST_STRETCHES)));
    }
    AttentionShape wide = of(spec, 2 * GROUP, first.rows, first.rows == 1 ? LANES : FEW_LANES);
    all.add(wide.withSuitedStretches(spec, limits));
    if (groupRows(spec) >= MOST_ROWS && first.chunks == 1) {
      AttentionShape high = of(spec, GROUP, MOST_ROWS, FEW_LANES);
      all.add(high.withSuitedStretches(spec, limits));
    }
    return all.stream().distinct().toList();
  }

  private static AttentionShape of(AttentionSpec spec, int group, int rows, int lanes) {
    int widest = Math.toIntExact(Math.max(spec.keyDim(), spec.valueDim()));
    int width = Math.max(NARROWEST, powerOfTwoFrom(widest));
    int columns = Math.min(group, width / PIECE);
    int pieces = Math.toIntExact(Math.ceilDiv(spec.valueDim(), PIECE));
    int queries = Math.min(width, Math.ceilDiv(widest, NARROWEST) * NARROWEST);
    return new AttentionShape(
        group, rows, lanes, columns, Math.ceilDiv(pieces, columns), queries, 1);
  }

  private static int powerOfTwoFrom(int least) {
    int power = 1;
    while (power < least) {
      power *= 2;
    }
    return power;
  }

  private AttentionShape with(long stretches) {
    return new AttentionShape(group, rows, lanes, columns, chunks, width, stretches);
  }

  private static long groupRows(AttentionSpec spec) {
    return spec.n() * (spec.heads() / spec.kvHeads());
  }

  /** Positions that any query sees. */
  static long positions(AttentionSpec spec) {
    return spec.n() == 0 ? 0 : spec.endVisible(spec.n() - 1) - spec.firstVisible(0);
  }

  private AttentionShape withSuitedStretches(AttentionSpec spec, Limits limits) {
    return with(
        StretchedAttention.stretches(
            spec,
            rows,
            (long) SHORTEST_STRETCH * group,
            (long) limits.computeUnits() * GROUPS_OF_UNIT,
            MOST_STRETCHES));
  }

  /** As attention.kernel declares it. */
  int localBytes() {
    return Float.BYTES * (rows * width + group * lanes * rows + group * rows + group);
  }

  Module module(AttentionSpec spec) {
    return Module.of(
        "attention",
        Map.of("ASSAY_FORMAT", spec.stored().name()),
        group,
        rows,
        lanes,
        columns,
        chunks,
        width);
  }

  /** For the record. */
  String text() {
    return "%d rows, %d stretches, groups of %d".formatted(rows, stretches, group);
  }

  /** Of a launch. */
  long groups(AttentionSpec spec) {
    return StretchedAttention.units(spec, rows) * stretches;
  }
}
