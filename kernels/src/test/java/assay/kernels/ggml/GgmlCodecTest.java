package assay.kernels.ggml;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import assay.kernels.Format;
import assay.kernels.format.Codec;
import assay.kernels.format.Codecs;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every codec against the ggml that is installed here, on fresh random data. */
class GgmlCodecTest {

  private static final int BLOCKS = 3000;
  private static final int ROW = 2048;

  /** Any bytes at all, so scales are also subnormal, infinite and NaN. */
  @ParameterizedTest
  @EnumSource(
      mode = EXCLUDE,
      names = {"F32", "F64", "I8", "I16", "I32", "Q8_1", "Q8_K"})
  void decodesBitForBit(Format format) {
    GgmlLibrary library = GgmlForTests.library();
    MemorySegment toFloat = library.types().toFloat(format).orElseThrow();
    int blocks = format.isBlocked() ? BLOCKS : 1 << 16;
    int count = blocks * format.blockElements();
    byte[] bytes = new byte[blocks * format.blockBytes()];
    new SplittableRandom(20260101 + format.ggmlId()).nextBytes(bytes);
    float[] ours = new float[count];
    Codecs.of(format).decode(MemorySegment.ofArray(bytes), 0, ours, 0, count);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment source = arena.allocate(bytes.length, 64);
      MemorySegment.copy(bytes, 0, source, JAVA_BYTE, 0, bytes.length);
      MemorySegment target = arena.allocate(4L * count, 64);
      GgmlTypes.decode(toFloat, source, target, count);
      for (int i = 0; i < count; i++) {
        float theirs = target.getAtIndex(JAVA_FLOAT, i);
        int at = i;
        assertEquals(
            Float.floatToIntBits(theirs),
            Float.floatToIntBits(ours[i]),
            () -> "%s element %d: %s, ggml has %s".formatted(format, at, ours[at], theirs));
      }
    }
  }

  static Stream<Format> encoded() {
    return Stream.of(Format.values())
        .filter(format -> Codecs.of(format).canEncode())
        .filter(format -> format.isBlocked() || format == Format.F16 || format == Format.BF16)
        .filter(format -> format != Format.Q8_1 && format != Format.Q8_K);
  }

  @ParameterizedTest
  @MethodSource("encoded")
  void encodesByteForByte(Format format) {
    GgmlLibrary library = GgmlForTests.library();
    Codec codec = Codecs.of(format);
    // After a group of zeros ggml's IQ3_S encoder writes the next groups one place too early.
    int kinds = format == Format.IQ3_S ? 3 : 4;
    for (int kind = 0; kind < kinds; kind++) {
      float[] values = values(kind, 8 * ROW);
      byte[] ours = new byte[(int) format.bytesFor(values.length)];
      codec.encode(values, 0, values.length, MemorySegment.ofArray(ours), 0);
      byte[] theirs = GgmlForTests.encode(library, format, values, 8, ROW).toArray(JAVA_BYTE);
      assertArrayEquals(theirs, ours, format + ", data of kind " + kind);
    }
  }

  private static float[] values(int kind, int count) {
    var random = new SplittableRandom(7 + kind);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      double uniform = random.nextDouble(-1, 1);
      values[i] =
          (float)
              switch (kind) {
                case 0 -> uniform;
                case 1 -> uniform / (Math.abs(random.nextDouble()) + 1e-3);
                case 2 -> Math.rint(8 * uniform);
                default -> i / 64 % 3 == 0 ? 0 : Math.scalb(uniform, i / 32 % 20 - 10);
              };
    }
    return values;
  }
}
