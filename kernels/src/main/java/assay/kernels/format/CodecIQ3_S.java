package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/**
 * 256 elements as points of a 512 x 4 grid with signs: half d, 64 bytes index, 8 bytes ninth index
 * bits, 32 bytes signs, 4 bytes scales.
 */
final class CodecIQ3_S extends BlockCodec {

  private static final PointSearch.Recipe RECIPE = new PointSearch.Recipe(32, 8, 9, 0.2f, true);

  private final Grid grid = Grid.load("iq3_s");
  private final GridSearch search = new GridSearch(grid, 3);

  CodecIQ3_S() {
    super(Format.IQ3_S);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    float d = Bits.half(block, at);
    for (int group = 0; group < 8; group++) {
      int scales = Bits.u8(block, at + 106 + group / 2);
      float scale = d * (1 + 2 * (scales >> (group % 2 * 4) & 15));
      int ninth = Bits.u8(block, at + 66 + group);
      for (int j = 0; j < 32; j++) {
        int point = Bits.u8(block, at + 2 + 8 * group + j / 4) | (ninth >> (j / 4) & 1) << 8;
        int signs = Bits.u8(block, at + 74 + 4 * group + j / 8);
        out[to + 32 * group + j] = scale * grid.at(point, j % 4) * Signs.of(signs, j % 8);
      }
    }
  }

  @Override
  public boolean canEncode() {
    return true;
  }

  @Override
  void encodeBlock(float[] x, int from, MemorySegment block, long at) {
    block.asSlice(at, Format.IQ3_S.blockBytes()).fill((byte) 0);
    PointSearch points = new PointSearch(search, RECIPE);
    float[] scales = new float[8];
    for (int group = 0; group < 8; group++) {
      for (int j = 0; j < 32; j++) {
        float value = x[from + 32 * group + j];
        points.x()[j] = Math.abs(value);
        points.weights()[j] = value * value;
      }
      if (points.largest() > 0) {
        scales[group] = points.fit();
        putGroup(points, x, from, group, block, at);
      }
    }
    putScales(scales, block, at);
  }

  private static void putGroup(
      PointSearch points, float[] x, int from, int group, MemorySegment block, long at) {
    int ninth = 0;
    for (int part = 0; part < 8; part++) {
      int point = points.point(part);
      Bits.putByte(block, at + 2 + 8 * group + part, point);
      ninth |= point >> 8 << part;
    }
    Bits.putByte(block, at + 66 + group, ninth);
    for (int eight = 0; eight < 4; eight++) {
      int signs = Signs.bits(x, from + 32 * group + 8 * eight);
      Bits.putByte(block, at + 74 + 4 * group + eight, signs);
    }
  }

  /** The largest scale becomes 31; the stored unit is a little more, which suits the grid. */
  private static void putScales(float[] scales, MemorySegment block, long at) {
    float largest = Bits.maxAbs(scales, 0, 8);
    if (largest == 0) {
      return;
    }
    float d = largest / 31;
    Bits.putHalf(block, at, d * 1.033f);
    for (int pair = 0; pair < 4; pair++) {
      int low = Bits.oddScale(1 / d, scales[2 * pair], 15);
      int high = Bits.oddScale(1 / d, scales[2 * pair + 1], 15);
      Bits.putByte(block, at + 106 + pair, low | high << 4);
    }
  }
}
