package assay.kernels.format;

import assay.kernels.Format;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * 256 elements as points of a 256 x 4 grid with signs: half d, 64 bytes index, 8 words of 4 x 7
 * sign bits under a 4-bit scale.
 */
final class CodecIQ3_XXS extends BlockCodec {

  private static final float NOTHING = 1e-8f;

  private static final PointSearch.Recipe RECIPE = new PointSearch.Recipe(32, 8, 15, 0.2f, false);

  private final Grid grid = Grid.load("iq3_xxs");
  private final GridSearch search = new GridSearch(grid, 2);

  CodecIQ3_XXS() {
    super(Format.IQ3_XXS);
  }

  @Override
  void decodeBlock(MemorySegment block, long at, float[] out, int to) {
    float d = Bits.half(block, at);
    for (int group = 0; group < 8; group++) {
      int word = Bits.i32(block, at + 66 + 4 * group);
      float scale = d * (0.5f + (word >>> 28)) * 0.5f;
      for (int j = 0; j < 32; j++) {
        int point = Bits.u8(block, at + 2 + 8 * group + j / 4);
        int signs = Signs.complete(word >>> (7 * (j / 8)) & 127);
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
    block.asSlice(at, Format.IQ3_XXS.blockBytes()).fill((byte) 0);
    PointSearch points = new PointSearch(search, RECIPE);
    float[] scales = new float[8];
    int[] words = new int[8];
    byte[] indexes = new byte[64];
    for (int group = 0; group < 8; group++) {
      int signs = load(x, from + 32 * group, points);
      if (points.largest() < NOTHING) {
        continue;
      }
      float scale = points.fit();
      // Magnitudes may be negative here, so a best scale may be too: then all signs turn.
      words[group] = scale < 0 ? ~signs & 0x0fffffff : signs;
      scales[group] = Math.abs(scale);
      for (int part = 0; part < 8; part++) {
        indexes[8 * group + part] = (byte) points.point(part);
      }
    }
    float largest = Bits.maxAbs(scales, 0, 8);
    if (largest == 0) {
      return;
    }
    float d = largest / 31;
    Bits.putHalf(block, at, d * 1.0125f);
    MemorySegment.copy(indexes, 0, block, ValueLayout.JAVA_BYTE, at + 2, indexes.length);
    for (int group = 0; group < 8; group++) {
      int scale = Bits.oddScale(1 / d, scales[group], 15);
      Bits.putInt(block, at + 66 + 4 * group, words[group] | scale << 28);
    }
  }

  /** Fills the search and returns 4 x 7 sign bits. */
  private static int load(float[] x, int from, PointSearch points) {
    int word = 0;
    for (int j = 0; j < 32; j++) {
      points.x()[j] = Math.abs(x[from + j]);
      points.weights()[j] = x[from + j] * x[from + j];
    }
    for (int eight = 0; eight < 4; eight++) {
      int signs = Signs.bits(x, from + 8 * eight);
      if (Integer.bitCount(signs) % 2 == 1) {
        int least = least(x, from + 8 * eight, points.weights(), 8 * eight);
        points.x()[8 * eight + least] = -points.x()[8 * eight + least];
        signs ^= 1 << least;
      }
      word |= (signs & 127) << (7 * eight);
    }
    return word;
  }

  /** Which of eight suffers least from the wrong sign. */
  private static int least(float[] x, int from, float[] weights, int at) {
    int least = 0;
    float smallest = weights[at] * x[from] * x[from];
    for (int j = 1; j < 8; j++) {
      float cost = weights[at + j] * x[from + j] * x[from + j];
      if (cost < smallest) {
        smallest = cost;
        least = j;
      }
    }
    return least;
  }
}
