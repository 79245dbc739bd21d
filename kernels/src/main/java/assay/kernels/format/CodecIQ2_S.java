package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/**
 * 256 elements as points of a 1024 x 8 grid with signs: half d, 32 bytes index, 32 bytes signs, 8
 * bytes high index bits, 8 bytes scales.
 */
final class CodecIQ2_S extends BlockCodec {

  private static final float NOTHING = 1e-8f;

  private static final PointSearch.Recipe RECIPE = new PointSearch.Recipe(16, 3, 9, 0.1f, false);

  private final Grid grid = Grid.load("iq2_s");
  private final GridSearch search = new GridSearch(grid, 1);

  CodecIQ2_S() {
    super(Format.IQ2_S);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    float d = Bits.half(block, at);
    for (int l = 0; l < 32; l++) {
      int scales = Bits.u8(block, at + 74 + l / 4);
      float scale = d * (0.5f + (scales >> (l % 4 / 2 * 4) & 15)) * 0.25f;
      int high = Bits.u8(block, at + 66 + l / 4) >> (2 * (l % 4)) & 3;
      int point = Bits.u8(block, at + 2 + l) | high << 8;
      int signs = Bits.u8(block, at + 34 + l);
      for (int j = 0; j < 8; j++) {
        out[to + 8 * l + j] = scale * grid.at(point, j) * Signs.of(signs, j);
      }
    }
  }

  @Override
  public boolean canEncode() {
    return true;
  }

  @Override
  void encodeBlock(float[] x, int from, MemorySegment block, long at) {
    block.asSlice(at, Format.IQ2_S.blockBytes()).fill((byte) 0);
    PointSearch points = new PointSearch(search, RECIPE);
    float energy = 0;
    for (int j = 0; j < 256; j++) {
      energy += x[from + j] * x[from + j];
    }
    float variance = 2 * energy / 256;
    float[] scales = new float[16];
    for (int group = 0; group < 16; group++) {
      for (int j = 0; j < 16; j++) {
        float value = x[from + 16 * group + j];
        points.x()[j] = Math.abs(value);
        points.weights()[j] = 0.25f * variance + value * value;
      }
      if (!(points.largest() < NOTHING)) {
        scales[group] = points.fit();
        putGroup(points, x, from, group, block, at);
      }
    }
    putScales(scales, block, at);
  }

  private static void putGroup(
      PointSearch points, float[] x, int from, int group, MemorySegment block, long at) {
    for (int part = 0; part < 2; part++) {
      int l = 2 * group + part;
      int point = points.point(part);
      long high = at + 66 + l / 4;
      Bits.putByte(block, at + 2 + l, point);
      Bits.putByte(block, high, Bits.u8(block, high) | point >> 8 << (2 * (l % 4)));
      Bits.putByte(block, at + 34 + l, Signs.bits(x, from + 8 * l));
    }
  }

  /** The largest scale becomes 31; the stored unit is a little less, which suits the grid. */
  private static void putScales(float[] scales, MemorySegment block, long at) {
    float largest = Bits.maxAbs(scales, 0, 16);
    if (largest == 0) {
      return;
    }
    float d = largest / 31;
    Bits.putHalf(block, at, d * 0.9875f);
    for (int pair = 0; pair < 8; pair++) {
      int low = Bits.oddScale(1 / d, scales[2 * pair], 15);
      int high = Bits.oddScale(1 / d, scales[2 * pair + 1], 15);
      Bits.putByte(block, at + 74 + pair, low | high << 4);
    }
  }
}
