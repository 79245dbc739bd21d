package assay.bench.conform;

import assay.kernels.AttentionSpec;
import assay.kernels.DequantSpec;
import assay.kernels.MatmulSpec;
import assay.kernels.Spec;
import java.util.Arrays;

/**
 * Where wrong outputs lie, for whoever has to find the unit that made them.
 *
 * @param text follows a comma
 */
record Whereabouts(Kind kind, String text) {

  /** Patterns that tell something of the hardware. */
  enum Kind {
    TILE,
    LANE,
    EDGE,
    SCATTERED
  }

  /** Widths of vectors and of groups of threads, in elements. */
  private static final int[] LANES = {128, 64, 32, 16, 8, 4};

  /** A row or column at the edge is what a last, incomplete vector or tile covers. */
  private static final int EDGE = 16;

  /**
   * @param wrong ascending indexes into the result; at least one
   */
  static Whereabouts of(Spec spec, int[] wrong) {
    long columns =
        switch (spec) {
          case MatmulSpec matmul -> matmul.m();
          case AttentionSpec attention -> attention.heads() * attention.valueDim();
          case DequantSpec dequant -> dequant.k();
        };
    return new Grid((int) (spec.outputs() / columns), (int) columns, wrong).look();
  }

  /** The bounding box of what is wrong, in a result of this many rows and columns. */
  private static final class Grid {
    private final int rows;
    private final int columns;
    private final int[] wrong;
    private final int top;
    private final int bottom;
    private final int left;
    private final int right;

    Grid(int rows, int columns, int[] wrong) {
      this.rows = rows;
      this.columns = columns;
      this.wrong = wrong;
      top = wrong[0] / columns;
      bottom = wrong[wrong.length - 1] / columns;
      left = Arrays.stream(wrong).map(i -> i % columns).min().orElseThrow();
      right = Arrays.stream(wrong).map(i -> i % columns).max().orElseThrow();
    }

    Whereabouts look() {
      int lanes = lanes();
      if (lanes > 0) {
        return new Whereabouts(
            Kind.LANE, "all in lane %d of %d (%s)".formatted(left % lanes, lanes, box()));
      }
      if (isEdge()) {
        return new Whereabouts(Kind.EDGE, "all at the edge: " + box());
      }
      if (isTile()) {
        return new Whereabouts(
            Kind.TILE,
            "all in one tile of %d x %d: %s".formatted(bottom - top + 1, right - left + 1, box()));
      }
      return new Whereabouts(Kind.SCATTERED, box());
    }

    /** The largest width in which they have one place; 0 where they have not. */
    private int lanes() {
      for (int width : LANES) {
        boolean one = Arrays.stream(wrong).allMatch(i -> i % columns % width == left % width);
        if (one && right - left >= width) {
          return width;
        }
      }
      return 0;
    }

    private boolean isEdge() {
      boolean wholeRows = right == columns - 1 && right - left < EDGE && 2 * left >= columns;
      boolean wholeColumns =
          rows > 1 && bottom == rows - 1 && bottom - top < EDGE && 2 * top >= rows && left == 0;
      return wholeRows && (top == 0 && bottom == rows - 1 || left == right) || wholeColumns;
    }

    /** Most of a box that is much smaller than the result. */
    private boolean isTile() {
      long area = (long) (bottom - top + 1) * (right - left + 1);
      return left < right && 4 * wrong.length >= 3 * area && 2 * area <= (long) rows * columns;
    }

    private String box() {
      return "%s, %s".formatted(range("row", top, bottom), range("column", left, right));
    }

    private static String range(String name, int from, int to) {
      return from == to ? name + " " + from : "%ss %d to %d".formatted(name, from, to);
    }
  }
}
