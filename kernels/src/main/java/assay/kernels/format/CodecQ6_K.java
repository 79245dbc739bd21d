package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/**
 * 256 six-bit values, 16 groups of 16 with 8-bit scale: 128 bytes low, 64 bytes high, 16 bytes
 * scales, half d.
 */
final class CodecQ6_K extends BlockCodec {

  CodecQ6_K() {
    super(Format.Q6_K);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    float d = Bits.half(block, at + 208);
    for (int group = 0; group < 16; group++) {
      float scale = d * Bits.i8(block, at + 192 + group);
      // 128 elements at a time: quarter 0..3 of 32; quarters 0, 1 are low nibbles, 2, 3 high ones.
      int quarter = group % 8 / 2;
      long low = at + group / 8 * 64 + quarter % 2 * 32 + group % 2 * 16;
      long high = at + 128 + group / 8 * 32 + group % 2 * 16;
      for (int l = 0; l < 16; l++) {
        int four = Bits.u8(block, low + l) >> (quarter / 2 * 4) & 15;
        int two = Bits.u8(block, high + l) >> (quarter * 2) & 3;
        out[to + 16 * group + l] = scale * ((four | two << 4) - 32);
      }
    }
  }

  @Override
  public boolean canEncode() {
    return true;
  }

  @Override
  void encodeBlock(float[] x, int from, MemorySegment block, long at) {
    int[] quants = new int[KQuants.BLOCK];
    float[] scales = new float[16];
    for (int group = 0; group < 16; group++) {
      scales[group] = SymmetricSearch.fit(x, from + 16 * group, 16, 32, quants, 16 * group);
    }
    float extreme = Bits.extreme(scales, 0, 16);
    if (Math.abs(extreme) < SymmetricSearch.NOTHING) {
      block.asSlice(at, Format.Q6_K.blockBytes()).fill((byte) 0);
      return;
    }
    float inverse = -128 / extreme;
    Bits.putHalf(block, at + 208, 1 / inverse);
    for (int group = 0; group < 16; group++) {
      int stored = Math.min(127, Bits.nearestEven(inverse * scales[group]));
      Bits.putByte(block, at + 192 + group, stored);
      float scale = Bits.half(block, at + 208) * (byte) stored;
      for (int i = 16 * group; scale != 0 && i < 16 * group + 16; i++) {
        quants[i] = Bits.clamp(Bits.nearestEven(x[from + i] / scale), -32, 31) + 32;
      }
    }
    pack(quants, block, at);
  }

  private static void pack(int[] quants, MemorySegment block, long at) {
    for (int half = 0; half < 2; half++) {
      for (int l = 0; l < 32; l++) {
        int j = 128 * half + l;
        int low = at(quants, j) | at(quants, j + 64) << 4;
        int next = at(quants, j + 32) | at(quants, j + 96) << 4;
        Bits.putByte(block, at + 64 * half + l, low);
        Bits.putByte(block, at + 64 * half + 32 + l, next);
        int high = 0;
        for (int part = 0; part < 4; part++) {
          high |= quants[j + 32 * part] >> 4 << (2 * part);
        }
        Bits.putByte(block, at + 128 + 32 * half + l, high);
      }
    }
  }

  private static int at(int[] quants, int j) {
    return quants[j] & 15;
  }
}
