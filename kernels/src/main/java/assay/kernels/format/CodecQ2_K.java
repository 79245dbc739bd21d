package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;

/**
 * 256 two-bit values, 16 groups of 16 with 4-bit scale and minimum: 16 bytes (scale low), 64 bytes,
 * half d, half dmin.
 */
final class CodecQ2_K extends OffsetBlockCodec {

  CodecQ2_K() {
    super(Format.Q2_K);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to, boolean magnitude) {
    float d = Bits.half(block, at + 80);
    float dmin = Bits.half(block, at + 82);
    for (int group = 0; group < 16; group++) {
      int packed = Bits.u8(block, at + group);
      float scale = d * (packed & 15);
      float min = dmin * (packed >> 4);
      long first = at + 16 + KQuants.twoBitByte(group);
      int shift = KQuants.twoBitShift(group);
      for (int l = 0; l < 16; l++) {
        int q = Bits.u8(block, first + l) >> shift & 3;
        out[to + 16 * group + l] = join(scale * q, -min, magnitude);
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
    float[] mins = new float[16];
    OffsetSearch search = new OffsetSearch(16, 3, -0.5f, 15, true);
    for (int group = 0; group < 16; group++) {
      for (int i = 0; i < 16; i++) {
        search.weights()[i] = Math.abs(x[from + 16 * group + i]);
      }
      search.fit(x, from + 16 * group, quants, 16 * group);
      scales[group] = search.scale();
      mins[group] = search.min();
    }
    float maxScale = Math.max(0, Range.of(scales, 0, 16).max());
    float maxMin = Math.max(0, Range.of(mins, 0, 16).max());
    float toScale = maxScale > 0 ? 15 / maxScale : 0;
    float toMin = maxMin > 0 ? 15 / maxMin : 0;
    Bits.putHalf(block, at + 80, maxScale / 15);
    Bits.putHalf(block, at + 82, maxMin / 15);
    for (int group = 0; group < 16; group++) {
      int scale = Bits.nearestEven(toScale * scales[group]);
      Bits.putByte(block, at + group, scale | Bits.nearestEven(toMin * mins[group]) << 4);
    }
    requantize(x, from, block, at, quants);
    KQuants.putTwoBits(quants, block, at + 16);
  }

  private static void requantize(float[] x, int from, MemorySegment block, long at, int[] quants) {
    for (int group = 0; group < 16; group++) {
      int packed = Bits.u8(block, at + group);
      float scale = Bits.half(block, at + 80) * (packed & 15);
      float min = Bits.half(block, at + 82) * (packed >> 4);
      for (int i = 16 * group; scale != 0 && i < 16 * group + 16; i++) {
        quants[i] = Bits.clamp(Bits.nearestEven((x[from + i] + min) / scale), 0, 3);
      }
    }
  }
}
