package assay.kernels.contract;

import assay.kernels.Format;
import assay.kernels.Tensor;
import assay.kernels.format.Codecs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/** Seeded tensors in any format: random quants under scales that are sane or adversarial. */
final class StoredData {

  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;

  private StoredData() {}

  static Tensor tensor(Arena arena, Format format, long rows, long columns, Fill fill, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long bytes = rows * format.bytesFor(columns);
    MemorySegment data = arena.allocate(Math.max(1, bytes), 64);
    if (!format.isBlocked()) {
      plain(format, data, rows * columns, fill, random);
      return new Tensor(format, rows, columns, data);
    }
    for (long at = 0; at < bytes; at++) {
      data.set(ValueLayout.JAVA_BYTE, at, (byte) random.nextInt());
    }
    for (long block = 0; block < bytes / format.blockBytes(); block++) {
      scales(format, data, block * format.blockBytes(), fill, random, block);
    }
    return new Tensor(format, rows, columns, data);
  }

  /** Bytes of any pattern, so that scales may be infinite or NaN. */
  static Tensor anything(Arena arena, Format format, long rows, long columns, long seed) {
    byte[] bytes = new byte[(int) (rows * format.bytesFor(columns))];
    new SplittableRandom(seed).nextBytes(bytes);
    MemorySegment data = arena.allocate(Math.max(1, bytes.length), 64);
    MemorySegment.copy(bytes, 0, data, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return new Tensor(format, rows, columns, data);
  }

  private static void plain(
      Format format, MemorySegment data, long count, Fill fill, SplittableRandom random) {
    float[] values = new float[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = scaled(i, fill, random);
    }
    Codecs.of(format).encode(values, 0, values.length, data, 0);
  }

  private static float scaled(int i, Fill fill, SplittableRandom random) {
    float unit = (float) random.nextDouble(-1, 1);
    return switch (fill) {
      case RANDOM -> unit;
      case ALTERNATING -> (i % 2 == 0 ? 1 : -1) * (0.5f + 0.5f * Math.abs(unit));
      case BLANKS -> i / 16 % 2 == 0 ? 0 : i % 3 == 0 ? -0f : unit;
      case TINY -> Math.scalb(unit, -22 - i % 100);
      case MIXED -> Math.scalb(unit, i / 16 % 20 - 10);
      case LARGEST -> unit * 65504;
    };
  }

  private static void scales(
      Format format, MemorySegment data, long at, Fill fill, SplittableRandom random, long block) {
    switch (format) {
      case Q4_1, Q5_1 -> {
        half(data, at, fill, random, block);
        half(data, at + 2, fill, random, block);
      }
      case Q4_K, Q5_K -> {
        half(data, at, fill, random, block);
        half(data, at + 2, fill, random, block);
      }
      case Q2_K -> {
        half(data, at + 80, fill, random, block);
        half(data, at + 82, fill, random, block);
      }
      case Q3_K -> half(data, at + 108, fill, random, block);
      case Q6_K -> half(data, at + 208, fill, random, block);
      case TQ1_0 -> half(data, at + 52, fill, random, block);
      case TQ2_0 -> half(data, at + 64, fill, random, block);
      case Q8_K -> data.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, scale(fill, random, block));
      case MXFP4 -> data.set(ValueLayout.JAVA_BYTE, at, (byte) powerOfTwo(fill, random));
      case NVFP4 -> {
        for (int group = 0; group < 4; group++) {
          int code = fill == Fill.BLANKS && block % 2 == 0 ? 0 : random.nextInt(0x7f);
          data.set(ValueLayout.JAVA_BYTE, at + group, (byte) code);
        }
      }
      case IQ1_M -> spread(data, at + 48, Float.floatToFloat16(scale(fill, random, block)));
      default -> half(data, at, fill, random, block);
    }
  }

  private static void half(
      MemorySegment data, long at, Fill fill, SplittableRandom random, long block) {
    data.set(SHORT, at, Float.floatToFloat16(scale(fill, random, block)));
  }

  private static float scale(Fill fill, SplittableRandom random, long block) {
    float unit = (float) random.nextDouble(0.5, 1) * (random.nextBoolean() ? 1 : -1);
    return switch (fill) {
      case RANDOM, ALTERNATING -> unit / 16;
      case BLANKS -> block % 2 == 0 ? Math.copySign(0, unit) : unit / 16;
      case TINY -> Math.scalb(unit, -15 - (int) (block % 9));
      case MIXED -> Math.scalb(unit, (int) (block % 20) - 12);
      case LARGEST -> Math.copySign(65504, unit);
    };
  }

  private static int powerOfTwo(Fill fill, SplittableRandom random) {
    return switch (fill) {
      case RANDOM, ALTERNATING, BLANKS -> 122 + random.nextInt(8);
      case TINY -> random.nextInt(40);
      case MIXED -> 110 + random.nextInt(30);
      case LARGEST -> 150;
    };
  }

  private static void spread(MemorySegment data, long at, short half) {
    for (int i = 0; i < 4; i++) {
      int low = data.get(SHORT, at + 2 * i) & 0x0fff;
      data.set(SHORT, at + 2 * i, (short) (low | ((half & 0xffff) >> (4 * i) & 15) << 12));
    }
  }
}
