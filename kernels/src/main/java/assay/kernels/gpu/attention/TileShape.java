package assay.kernels.gpu.attention;

import assay.kernels.AttentionSpec;
import assay.kernels.device.StretchedAttention;
import assay.kernels.gpu.MatrixInstructions;
import assay.kernels.gpu.driver.GpuDevice;
import assay.kernels.gpu.driver.Maker;
import java.util.List;
import java.util.Optional;

/**
 * Which kernel of attention_tile.cu, and what its blocks take.
 *
 * @param keyWidth and valueWidth of rows, at most; the kernel is named after the first
 * @param rows that a block computes
 * @param keys that it takes at once
 * @param warps of a block
 * @param blocks that fit a multiprocessor together
 * @param throughShared whether weights get from one product to the other through shared memory
 */
record TileShape(
    int keyWidth,
    int valueWidth,
    int rows,
    int keys,
    int warps,
    int blocks,
    boolean throughShared) {

  /** Bytes behind each row of factors in shared memory. */
  private static final int PADDING = 16;

  private static final List<TileShape> NVIDIA =
      List.of(
          new TileShape(64, 64, 128, 64, 4, 2, false),
          new TileShape(128, 128, 128, 48, 4, 2, false),
          new TileShape(256, 256, 64, 64, 4, 2, false),
          new TileShape(576, 512, 64, 32, 8, 1, false));

  private static final List<TileShape> AMD =
      List.of(
          new TileShape(64, 64, 64, 64, 4, 2, true),
          new TileShape(128, 128, 64, 32, 4, 1, true),
          new TileShape(256, 256, 64, 16, 4, 1, true));

  /** The narrowest that holds the spec's rows and fits the device. */
  static Optional<TileShape> of(AttentionSpec spec, GpuDevice device) {
    return (device.maker() == Maker.CUDA ? NVIDIA : AMD)
        .stream()
            .filter(shape -> spec.keyDim() <= shape.keyWidth && spec.valueDim() <= shape.valueWidth)
            .findFirst()
            .filter(shape -> shape.sharedBytes() <= device.sharedBytes());
  }

  /** See {@link MatrixInstructions#lanes}. */
  static int lanes(GpuDevice device) {
    return MatrixInstructions.lanes(device);
  }

  String kernel() {
    return "attention_tile_" + keyWidth;
  }

  /** Queries, keys, values, and weights where they pass through. */
  int sharedBytes() {
    int key = 2 * keyWidth + PADDING;
    int value = 2 * valueWidth + PADDING;
    int weights = throughShared ? rows * (2 * keys + PADDING) : 0;
    return (rows + keys) * key + keys * value + weights;
  }

  /** Blocks for all rows and one stretch. */
  long units(AttentionSpec spec) {
    return StretchedAttention.units(spec, rows);
  }
}
