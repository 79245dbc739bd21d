package assay.kernels.vector.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Format;
import assay.kernels.format.Codecs;
import assay.kernels.vector.Allocation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Any bytes are a valid block, so random ones reach every code, scale and sign. */
final class RowDecodersTest {

  private static final long SEED = 20260901;
  private static final int GUARD = 5;

  @ParameterizedTest
  @EnumSource(Format.class)
  void decodesAnyBytesAsTheCodecDoes(Format format) {
    for (int blocks : new int[] {0, 1, 2, 3, 7, 33}) {
      byte[] stored = randomBlocks(format, blocks + 1);
      int count = blocks * format.blockElements();
      float[] expected = new float[count + 2 * GUARD];
      float[] actual = new float[count + 2 * GUARD];
      Codecs.of(format)
          .decode(MemorySegment.ofArray(stored), format.blockBytes(), expected, GUARD, count);
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment outside = arena.allocate(stored.length);
        MemorySegment.copy(stored, 0, outside, ValueLayout.JAVA_BYTE, 0, stored.length);
        RowDecoders.of(format).decode(outside, format.blockBytes(), actual, GUARD, count);
      }
      assertSameFloats(expected, actual, "%s x %d, seed %d".formatted(format, blocks, SEED));
    }
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void givesTheSameBitsOnceCompiledAndAllocatesNothing(Format format) {
    int count = 1024;
    MemorySegment stored =
        MemorySegment.ofArray(randomBlocks(format, count / format.blockElements()));
    RowDecoder decoder = RowDecoders.of(format);
    float[] first = new float[count];
    float[] last = new float[count];
    decoder.decode(stored, 0, first, 0, count);
    long bytes = Allocation.onceCompiled(() -> decoder.decode(stored, 0, last, 0, count));
    assertSameFloats(first, last, format + " after compilation");
    assertEquals(0, bytes, format + " allocates in every call");
  }

  @Test
  void theRecordCanNameEachDecoder() {
    assertEquals("Q4KRowDecoder", RowDecoders.of(Format.Q4_K).name());
    assertEquals("scalar codec of iq1_s", RowDecoders.of(Format.IQ1_S).name());
    for (Format format : Format.values()) {
      String name = RowDecoders.of(format).name();
      assertTrue(name.matches("\\w+RowDecoder|scalar codec of \\w+"), name);
    }
  }

  private static byte[] randomBlocks(Format format, int blocks) {
    byte[] bytes = new byte[blocks * format.blockBytes()];
    new SplittableRandom(SEED).nextBytes(bytes);
    return bytes;
  }

  private static void assertSameFloats(float[] expected, float[] actual, String what) {
    for (int i = 0; i < expected.length; i++) {
      boolean bothNan = Float.isNaN(expected[i]) && Float.isNaN(actual[i]);
      if (!bothNan) {
        assertEquals(
            Float.floatToRawIntBits(expected[i]),
            Float.floatToRawIntBits(actual[i]),
            what + " at " + i + ": " + expected[i] + " and " + actual[i]);
      }
    }
  }
}
