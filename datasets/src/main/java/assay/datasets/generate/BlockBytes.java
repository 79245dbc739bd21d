package assay.datasets.generate;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Writes blocks straight in their stored layout, without an encoder: random codes, chosen scales.
 *
 * <p>{@link #exact} gives blocks whose values are small multiples of 1/8 or larger powers of two;
 * {@link #natural} gives values near unit variance for the formats that can't be encoded without an
 * importance matrix. Field offsets are facts of ggml's block layouts (ggml-common.h, MIT).
 */
final class BlockBytes {

  private static final ValueLayout.OfShort LE_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat LE_FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Format format;
  private final byte[] bytes;
  private final MemorySegment block;

  BlockBytes(Format format) {
    this.format = format;
    this.bytes = new byte[format.blockBytes()];
    this.block = MemorySegment.ofArray(bytes);
  }

  /** Whether {@link #natural} is the only way to make tensors of this format. */
  static boolean needsImportanceMatrix(Format format) {
    return format == Format.IQ2_XXS || format == Format.IQ2_XS || format == Format.IQ1_S;
  }

  /** One block of random codes under a scale that brings their values near unit variance. */
  void natural(SeededRandom random, boolean heavy, MemorySegment to, long offset) {
    randomCodes(random);
    double typical =
        switch (format) {
          case IQ2_XXS, IQ2_XS -> 60; // mean |grid| of 27 times a mean 4-bit scale of 8, over 4
          case IQ1_S -> 7; // mean odd scale of 8 times 0.85
          default -> throw new IllegalArgumentException(format + " has an encoder");
        };
    double spread = heavy ? StrictMath.exp(0.8 * random.nextGaussian()) : 1;
    half(0, (float) (spread * (0.75 + 0.5 * random.nextDouble()) / typical));
    MemorySegment.copy(block, 0, to, offset, bytes.length);
  }

  /** One block of random codes whose values are exact small multiples of a power of two. */
  void exact(SeededRandom random, MemorySegment to, long offset) {
    randomCodes(random);
    switch (format) {
      case Q1_0, Q2_0, Q4_0, Q5_0, IQ4_NL, IQ1_S -> half(0, 1);
      case Q4_1 -> halves(0, 1, -8);
      case Q5_1 -> halves(0, 1, -16);
      case Q8_0 -> {
        half(0, 1);
        codes(random, 2);
      }
      case Q8_1 -> {
        half(0, 1);
        half(2, codes(random, 4));
      }
      case Q8_K -> q8k(random);
      case MXFP4 -> bytes[0] = (byte) 128; // 2^(128-128): the code table's own integers
      case NVFP4 -> java.util.Arrays.fill(bytes, 0, 4, (byte) 0x40); // UE4M3 2.0, halved
      case Q2_K -> halves(80, 1, 1.5f);
      case Q3_K -> q3k(random);
      case Q4_K -> kScales(8);
      case Q5_K -> kScales(16);
      case Q6_K -> q6k(random);
      case IQ4_XS -> iq4xs(random);
      case IQ2_XXS -> keepNibbles(2 + 7, 8, 0x1F);
      case IQ2_XS -> keepNibbles(66, 1, 0x11);
      case IQ2_S -> keepNibbles(74, 1, 0x11);
      case IQ3_XXS -> keepNibbles(66 + 3, 4, 0x1F);
      case IQ3_S -> keepNibbles(106, 1, 0x33);
      case IQ1_M -> iq1m();
      case TQ1_0 -> half(52, 1);
      case TQ2_0 -> half(64, 1);
      case F32, F16, BF16, F64, I8, I16, I32 ->
          throw new IllegalArgumentException(format + " has no blocks");
    }
    MemorySegment.copy(block, 0, to, offset, bytes.length);
  }

  private void randomCodes(SeededRandom random) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (random.nextLong() >>> 56);
    }
  }

  /** 8-bit codes, one in 16 of the full range; returns the sum of the 32 from {@code first}. */
  private int codes(SeededRandom random, int first) {
    int sum = 0;
    for (int i = first; i < first + 32; i++) {
      int code = random.nextInt(16) == 0 ? random.nextInt(255) - 127 : random.nextInt(15) - 7;
      bytes[i] = (byte) code;
      sum += code;
    }
    return sum;
  }

  private void q8k(SeededRandom random) {
    block.set(LE_FLOAT, 0, 1f);
    for (int group = 0; group < 256; group += 32) {
      codes(random, 4 + group);
    }
    for (int group = 0; group < 16; group++) {
      int sum = 0;
      for (int i = 0; i < 16; i++) {
        sum += bytes[4 + group * 16 + i];
      }
      block.set(LE_SHORT, 260 + 2 * group, (short) sum);
    }
  }

  /** The upper two bits of each 6-bit scale become 1 or 2, so that scales lie within 32 +- 16. */
  private void q3k(SeededRandom random) {
    half(108, 1);
    for (int i = 104; i < 108; i++) {
      int fields = 0;
      for (int shift = 0; shift < 8; shift += 2) {
        fields |= (1 + random.nextInt(2)) << shift;
      }
      bytes[i] = (byte) fields;
    }
  }

  /** Q4_K and Q5_K: scales and minima of at most 3, minima weighted to centre the values. */
  private void kScales(int minimumUnit) {
    halves(0, 1, minimumUnit);
    for (int i = 4; i < 12; i++) {
      bytes[i] &= 0x03;
    }
    for (int i = 12; i < 16; i++) {
      bytes[i] &= 0x33;
    }
  }

  private void q6k(SeededRandom random) {
    half(208, 1);
    for (int i = 192; i < 208; i++) {
      bytes[i] = (byte) (random.nextInt(5) - 2);
    }
  }

  /** Scales of 31 or 33, which stand for -1 and +1. */
  private void iq4xs(SeededRandom random) {
    half(0, 1);
    int high = 0;
    for (int group = 0; group < 8; group++) {
      boolean negative = random.nextInt(2) == 0;
      high |= (negative ? 1 : 2) << (2 * group);
      int low = negative ? 15 : 1;
      int at = 4 + group / 2;
      bytes[at] =
          (byte) (group % 2 == 0 ? (bytes[at] & 0xF0) | low : (bytes[at] & 0x0F) | low << 4);
    }
    block.set(LE_SHORT, 2, (short) high);
  }

  /** Small scale nibbles under a unit scale: eight bytes from {@code first}. */
  private void keepNibbles(int first, int stride, int mask) {
    half(0, 1);
    for (int i = first; i < bytes.length; i += stride) {
      bytes[i] &= (byte) mask;
    }
  }

  /** The half-precision scale is spread over the top nibbles of four 16-bit words. */
  private void iq1m() {
    int one = Float.floatToFloat16(1f);
    for (int word = 0; word < 4; word++) {
      int at = 48 + 2 * word + 1;
      bytes[at] = (byte) ((bytes[at] & 0x0F) | ((one >> (4 * word)) & 0xF) << 4);
    }
  }

  private void halves(int offset, float first, float second) {
    half(offset, first);
    half(offset + 2, second);
  }

  private void half(int offset, float value) {
    block.set(LE_SHORT, offset, Float.floatToFloat16(value));
  }
}
