package assay.kernels.golden;

import assay.kernels.Format;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;

/**
 * Seeded inputs that the generator and the test make alike, so that only ggml's answers are stored.
 */
final class GoldenData {

  /** Shapes of data an encoder may meet. */
  enum Kind {
    UNIFORM,
    GAUSSIAN,
    HEAVY_TAILED,
    INTEGER,
    ZERO_BLOCKS,
    CONSTANT,
    ALTERNATING,
    TINY,
    LARGE,
    POSITIVE,
    MIXED_SCALES
  }

  static final int BULK_BLOCKS = 400;
  static final int SHOWN_BLOCKS = 3;

  private GoldenData() {}

  /** Any bit pattern at all: scales include subnormals, infinities and NaN. */
  static byte[] randomBlocks(Format format, int blocks) {
    byte[] bytes = new byte[blocks * format.blockBytes()];
    new SplittableRandom(0x5eed + format.ggmlId()).nextBytes(bytes);
    return bytes;
  }

  static float[] values(Kind kind, int count) {
    SplittableRandom random = new SplittableRandom(0xda7a + kind.ordinal());
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = value(kind, i, random);
    }
    return values;
  }

  private static float value(Kind kind, int i, SplittableRandom random) {
    float uniform = 2 * (random.nextInt(1 << 24) * 0x1p-24f) - 1;
    return switch (kind) {
      case UNIFORM -> uniform;
      case GAUSSIAN -> bell(random);
      case HEAVY_TAILED -> uniform / (Math.abs(bell(random)) + 0.01f);
      case INTEGER -> Math.round(uniform * 8);
      case ZERO_BLOCKS -> i / 32 % 3 == 0 ? 0 : i % 7 == 0 ? -0f : uniform;
      case CONSTANT -> i / 256 % 2 == 0 ? 0.37f : -1.25f;
      case ALTERNATING -> (i % 2 == 0 ? 1 : -1) * (0.5f + i % 11);
      case TINY -> uniform * 1e-6f;
      case LARGE -> uniform * 3e4f;
      case POSITIVE -> 1 + uniform * 0.25f;
      case MIXED_SCALES -> Math.scalb(uniform, i / 16 % 12 - 6);
    };
  }

  /** A bell curve made of exact additions, alike on every platform. */
  private static float bell(SplittableRandom random) {
    int sum = 0;
    for (int i = 0; i < 12; i++) {
      sum += random.nextInt(1 << 16);
    }
    return sum * 0x1p-16f - 6;
  }

  static String hash(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      // Any NaN equals any other: neither Java nor IEEE 754 fixes the payload a product gets.
      bytes.putInt(Float.floatToIntBits(value));
    }
    return hash(bytes.array());
  }

  static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String hex(float[] values) {
    StringBuilder text = new StringBuilder();
    for (float value : values) {
      text.append("%08x".formatted(Float.floatToIntBits(value)));
    }
    return text.toString();
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
