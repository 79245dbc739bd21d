package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * 256 three-bit values, 16 groups of 16 with 6-bit scale: 32 bytes high bits, 64 bytes, 12 bytes
 * scales, half d.
 */
final class CodecQ3_K extends BlockCodec {

  CodecQ3_K() {
    super(Format.Q3_K);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    float d = Bits.half(block, at + 108);
    for (int group = 0; group < 16; group++) {
      float scale = d * scale(block, at + 96, group);
      long low = at + 32 + KQuants.twoBitByte(group);
      int shift = KQuants.twoBitShift(group);
      long high = at + group % 2 * 16;
      for (int l = 0; l < 16; l++) {
        int two = Bits.u8(block, low + l) >> shift & 3;
        int third = Bits.u8(block, high + l) >> (group / 2) & 1;
        out[to + 16 * group + l] = scale * (two + 4 * third - 4);
      }
    }
  }

  /** Low four bits from bytes 0-7 (low nibbles, then high), high two from bytes 8-11. */
  private static int scale(MemorySegment block, long scales, int group) {
    int low = Bits.u8(block, scales + group % 8) >> (group / 8 * 4) & 15;
    int high = Bits.u8(block, scales + 8 + group % 4) >> (group / 4 * 2) & 3;
    return (low | high << 4) - 32;
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
      scales[group] = GreedySearch.fit(x, from + 16 * group, 16, quants, 16 * group);
    }
    putScales(scales, block, at + 96);
    for (int group = 0; group < 16; group++) {
      float scale = Bits.half(block, at + 108) * scale(block, at + 96, group);
      for (int i = 16 * group; scale != 0 && i < 16 * group + 16; i++) {
        quants[i] = Bits.clamp(Bits.nearestEven(x[from + i] / scale), -4, 3) + 4;
      }
    }
    for (int l = 0; l < 32; l++) {
      int high = 0;
      for (int bit = 0; bit < 8; bit++) {
        high |= (quants[32 * bit + l] >> 2) << bit;
      }
      Bits.putByte(block, at + l, high);
    }
    KQuants.putTwoBits(quants, block, at + 32);
  }

  /** The scale of largest magnitude becomes -32, whatever its sign; d follows in the next bytes. */
  private static void putScales(float[] scales, MemorySegment block, long at) {
    float extreme = Bits.extreme(scales, 0, 16);
    float inverse = extreme == 0 ? 0 : -32 / extreme;
    byte[] packed = new byte[12];
    for (int group = 0; extreme != 0 && group < 16; group++) {
      int six = Bits.clamp((byte) Bits.nearestEven(inverse * scales[group]), -32, 31) + 32;
      packed[group % 8] |= (byte) ((six & 15) << (group / 8 * 4));
      packed[8 + group % 4] |= (byte) ((six >> 4) << (group / 4 * 2));
    }
    MemorySegment.copy(packed, 0, block, ValueLayout.JAVA_BYTE, at, packed.length);
    Bits.putHalf(block, at + 12, extreme == 0 ? 0 : 1 / inverse);
  }
}
