package assay.kernels.format;

import java.lang.foreign.MemorySegment;

/** Encodes what Q4_K and Q5_K have in common: both halves, the twelve scale bytes, the quants. */
final class SixBitGroups {

  private SixBitGroups() {}

  /**
   * @param at the block: half d, half dmin, twelve bytes of scales are written there
   * @return 256 quants from 0 to {@code levels}
   */
  static int[] encode(
      float[] x, int from, MemorySegment block, long at, int levels, OffsetSearch search) {
    int[] quants = new int[KQuants.BLOCK];
    float[] scales = new float[8];
    float[] mins = new float[8];
    for (int group = 0; group < 8; group++) {
      int first = from + 32 * group;
      weigh(x, first, search.weights());
      search.fit(x, first, quants, 32 * group);
      scales[group] = search.scale();
      mins[group] = search.min();
    }
    float maxScale = Math.max(0, Range.of(scales, 0, 8).max());
    float maxMin = Math.max(0, Range.of(mins, 0, 8).max());
    float toScale = maxScale > 0 ? 63 / maxScale : 0;
    float toMin = maxMin > 0 ? 63 / maxMin : 0;
    for (int group = 0; group < 8; group++) {
      PackedScales.put(
          block, at + 4, group, six(toScale * scales[group]), six(toMin * mins[group]));
    }
    Bits.putHalf(block, at, maxScale / 63);
    Bits.putHalf(block, at + 2, maxMin / 63);
    requantize(x, from, block, at, levels, quants);
    return quants;
  }

  /** An element weighs its magnitude and the group's root mean square. */
  private static void weigh(float[] x, int from, float[] weights) {
    float squares = 0;
    for (int i = 0; i < 32; i++) {
      squares += x[from + i] * x[from + i];
    }
    float rms = (float) Math.sqrt(squares / 32);
    for (int i = 0; i < 32; i++) {
      weights[i] = rms + Math.abs(x[from + i]);
    }
  }

  private static int six(float scaled) {
    return Math.min(63, Bits.nearestEven(scaled) & 0xff);
  }

  /** With scale and minimum as they were stored; a group whose scale became 0 keeps its quants. */
  private static void requantize(
      float[] x, int from, MemorySegment block, long at, int levels, int[] quants) {
    for (int group = 0; group < 8; group++) {
      float scale = Bits.half(block, at) * PackedScales.scale(block, at + 4, group);
      float min = Bits.half(block, at + 2) * PackedScales.min(block, at + 4, group);
      for (int i = 32 * group; scale != 0 && i < 32 * group + 32; i++) {
        int quant = Bits.nearestEven((x[from + i] + min) / scale);
        quants[i] = Bits.clamp(quant, 0, levels);
      }
    }
  }
}
