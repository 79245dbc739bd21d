package assay.kernels.gpu.attention;

import assay.kernels.AttentionSpec;
import assay.kernels.Format;
import assay.kernels.device.StretchedAttention;

/**
 * Which kernel of attention_split.cu, and what its blocks take.
 *
 * @param kernel its name
 * @param rows that share what a block loads
 * @param keys that a block takes at once
 * @param sharedBytes of a block
 * @param blocks that fit a multiprocessor together
 */
record SplitShape(String kernel, int rows, int keys, int sharedBytes, int blocks) {

  /** As in attention_split.h. */
  static final int THREADS = 128;

  private static final int WARPS = THREADS / 32;
  private static final int STAGES = 3;
  private static final int KEY_TILE = 2304;

  /** As in attention_any.h, which has any width and one row. */
  private static final SplitShape ANY = new SplitShape("attention_any", 1, THREADS, 0, 8);

  /** Widths that rows of a class have at most, and how many threads share a key. */
  private record Width(int key, int value, int lanes) {}

  private static final Width WIDEST = new Width(768, 512, 32);

  static SplitShape of(AttentionSpec spec, int sharedBytesAtMost) {
    if (spec.keyDim() % 8 != 0
        || spec.valueDim() % 8 != 0
        || spec.keyDim() > WIDEST.key
        || spec.valueDim() > WIDEST.value) {
      return ANY;
    }
    SplitShape shape = of(spec, width(Math.max(spec.keyDim(), spec.valueDim())));
    return shape.sharedBytes <= sharedBytesAtMost ? shape : ANY;
  }

  private static Width width(long widest) {
    return widest <= 64
        ? new Width(64, 64, 8)
        : widest <= 128
            ? new Width(128, 128, 16)
            : widest <= 256 ? new Width(256, 256, 32) : WIDEST;
  }

  private static SplitShape of(AttentionSpec spec, Width width) {
    int rows = rows(spec.n() * (spec.heads() / spec.kvHeads()), width);
    int keys = keys(spec.stored(), width);
    int tiles = tile(spec.stored(), keys, width.key) + tile(spec.stored(), keys, width.value);
    int warpBytes = STAGES * tiles + Float.BYTES * rows * (keys + 1);
    int blocks = width == WIDEST ? rows == 1 ? 3 : 2 : rows <= 4 ? 4 : 2;
    return new SplitShape(
        "attention_split_%d_%d".formatted(width.key, rows),
        rows,
        WARPS * keys,
        WARPS * roundedUp(warpBytes),
        blocks);
  }

  /** Of 1, 2, 4 and 8; registers hold four of the widest. */
  private static int rows(long rows, Width width) {
    if (width == WIDEST) {
      return rows == 1 ? 1 : 4;
    }
    return rows > 4 ? 8 : rows > 2 ? 4 : (int) Math.max(1, rows);
  }

  private static int keys(Format stored, Width width) {
    int keys = 2 * 32 / width.lanes;
    while (2 * keys * stored.bytesFor(width.key) <= KEY_TILE) {
      keys *= 2;
    }
    return keys;
  }

  private static int tile(Format stored, int keys, int width) {
    return roundedUp(keys * (int) stored.bytesFor(width)) + 16;
  }

  private static int roundedUp(int bytes) {
    return Math.ceilDiv(bytes, 16) * 16;
  }

  /** Blocks for all rows and one stretch. */
  long units(AttentionSpec spec) {
    return StretchedAttention.units(spec, rows);
  }
}
