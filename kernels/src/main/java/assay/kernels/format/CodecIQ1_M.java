package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/**
 * IQ1_S with a shift per 8 and a scale per 16 elements: 32 bytes index, 16 bytes high bits and
 * shift signs, 4 u16 scales.
 *
 * <p>The block's half scale is spread over the top nibbles of the four u16; 3-bit scales lie below.
 */
final class CodecIQ1_M extends BlockCodec {

  private static final float NOTHING = 1e-7f;

  private final Grid grid = Grid.load("iq1_s");
  private final GridSearch search = new GridSearch(grid, 3);

  CodecIQ1_M() {
    super(Format.IQ1_M);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    float d = Float.float16ToFloat((short) spreadScale(block, at + 48));
    for (int l = 0; l < 32; l++) {
      int scales = Bits.u16(block, at + 48 + 2 * (l / 8));
      float scale = d * (2 * (scales >> (3 * (l / 2 % 4)) & 7) + 1);
      int high = Bits.u8(block, at + 32 + l / 2) >> (l % 2 * 4);
      float shift = (high & 8) != 0 ? -0.125f : 0.125f;
      int point = Bits.u8(block, at + l) | (high & 7) << 8;
      for (int j = 0; j < 8; j++) {
        out[to + 8 * l + j] = scale * (grid.at(point, j) + shift);
      }
    }
  }

  private static int spreadScale(MemorySegment block, long at) {
    int bits = 0;
    for (int i = 0; i < 4; i++) {
      bits |= (Bits.u16(block, at + 2 * i) >> 12) << (4 * i);
    }
    return bits;
  }

  @Override
  public boolean canEncode() {
    return true;
  }

  @Override
  void encodeBlock(float[] x, int from, MemorySegment block, long at) {
    block.asSlice(at, Format.IQ1_M.blockBytes()).fill((byte) 0);
    TritSearch trits = new TritSearch(search);
    float[] scales = new float[16];
    int[] shifts = new int[16];
    for (int group = 0; group < 16; group++) {
      int first = from + 16 * group;
      if (Bits.maxAbs(x, first, 16) < NOTHING || !trits.fit(x, first)) {
        continue;
      }
      scales[group] = trits.scale();
      shifts[group] = trits.shifts();
      Bits.putByte(block, at + 2 * group, trits.point(0));
      Bits.putByte(block, at + 2 * group + 1, trits.point(1));
      Bits.putByte(block, at + 32 + group, trits.point(0) >> 8 | (trits.point(1) >> 8) << 4);
    }
    float largest = Bits.maxAbs(scales, 0, 16);
    if (largest > 0) {
      putScales(x, from, scales, shifts, largest / 15, block, at);
    }
  }

  private void putScales(
      float[] x, int from, float[] scales, int[] shifts, float unit, MemorySegment block, long at) {
    Fit fit = new Fit();
    int[] words = new int[4];
    for (int group = 0; group < 16; group++) {
      int three = Bits.oddScale(1 / unit, scales[group], 7);
      words[group / 4] |= three << (3 * (group % 4));
      int high = Bits.u8(block, at + 32 + group);
      for (int i = 0; i < 16; i++) {
        int half = i / 8;
        int point = Bits.u8(block, at + 2 * group + half) | (high >> (4 * half) & 7) << 8;
        float value = TritSearch.values(shifts[group], half)[search.level(point, i % 8)];
        float element = x[from + 16 * group + i];
        fit.addQuantFirst(element * element, value * (2 * three + 1), element);
      }
      int negative = (shifts[group] >> 1) << 3 | (shifts[group] & 1) << 7;
      Bits.putByte(block, at + 32 + group, high | negative);
    }
    float d = fit.hasQuants() ? fit.scale() : unit;
    // The factor is ggml's: it makes up for points that had to move to the grid.
    int half = Float.floatToFloat16(d * 1.1125f) & 0xffff;
    for (int i = 0; i < 4; i++) {
      Bits.putShort(block, at + 48 + 2 * i, words[i] | (half >> (4 * i) & 15) << 12);
    }
  }
}
