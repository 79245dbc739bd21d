package assay.kernels.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Format;
import assay.kernels.format.Codec;
import assay.kernels.format.Codecs;
import assay.kernels.golden.GoldenData.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every codec against what a real ggml answered, bit for bit. */
class GoldenTest {

  /** Formats that ggml itself never decodes. */
  private static final Set<Format> UNKNOWN_TO_GGML =
      EnumSet.of(Format.F32, Format.F64, Format.I8, Format.I16, Format.I32, Format.Q8_1);

  static int encodedCount(Format format) {
    return format.isBlocked() ? 12 * 256 : 256;
  }

  static int shownBytes(Format format) {
    return Math.max(1, 64 / format.blockElements()) * format.blockBytes();
  }

  static List<String> lines(String file) {
    try (InputStream stream = GoldenTest.class.getResourceAsStream(file)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<String> decoded() {
    return lines("decode.txt").stream();
  }

  static Stream<String> encoded() {
    return lines("encode.txt").stream();
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("decoded")
  void decodesAsGgmlDoes(String line) {
    String[] fields = line.split(" ");
    Format format = Format.named(fields[0]).orElseThrow();
    if (fields.length == 2) {
      byte[] stored = GoldenData.randomBlocks(format, GoldenData.BULK_BLOCKS);
      assertEquals(fields[1], GoldenData.hash(decode(format, stored)), format.text());
    } else {
      float[] values = decode(format, HexFormat.of().parseHex(fields[1]));
      assertEquals(fields[2], GoldenData.hex(values), format.text());
    }
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("encoded")
  void encodesAsGgmlDoes(String line) {
    String[] fields = line.split(" ");
    Format format = Format.named(fields[0]).orElseThrow();
    Kind kind = Kind.valueOf(fields[1]);
    Codec codec = Codecs.of(format);
    float[] values = GoldenData.values(kind, encodedCount(format));
    byte[] bytes = new byte[(int) format.bytesFor(values.length)];
    codec.encode(values, 0, values.length, MemorySegment.ofArray(bytes), 0);
    if (differs(format, kind)) {
      double error = squaredError(format, values, bytes);
      assertTrue(
          error <= 1.001 * Double.parseDouble(fields[4]), format + " " + kind + ": " + error);
      return;
    }
    byte[] first = Arrays.copyOf(bytes, shownBytes(format));
    assertEquals(fields[3], GoldenData.hex(first), format + " " + kind + ", first blocks");
    assertEquals(fields[2], GoldenData.hash(bytes), format + " " + kind + ", all blocks");
  }

  /**
   * Where only the error level is ggml's: after a group of zeros its IQ3_S encoder writes the next
   * groups one place too early, which decodes to something else.
   */
  private static boolean differs(Format format, Kind kind) {
    return format == Format.IQ3_S && kind == Kind.ZERO_BLOCKS;
  }

  static double squaredError(Format format, float[] values, byte[] bytes) {
    float[] decoded = decode(format, bytes);
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += Math.pow((double) decoded[i] - values[i], 2);
    }
    return sum;
  }

  /** Only formats that are useless without an importance matrix cannot be written. */
  @Test
  void everyOtherFormatCanBeWritten() {
    Set<Format> unwritable = EnumSet.noneOf(Format.class);
    for (Format format : Format.values()) {
      if (!Codecs.of(format).canEncode()) {
        unwritable.add(format);
      }
    }
    assertEquals(EnumSet.of(Format.IQ2_XXS, Format.IQ2_XS, Format.IQ1_S), unwritable);
  }

  @Test
  void everyFormatThatGgmlDecodesIsCovered() {
    Set<Format> covered = EnumSet.noneOf(Format.class);
    lines("decode.txt")
        .forEach(line -> covered.add(Format.named(line.split(" ")[0]).orElseThrow()));
    assertEquals(EnumSet.complementOf(EnumSet.copyOf(UNKNOWN_TO_GGML)), covered);
  }

  private static float[] decode(Format format, byte[] stored) {
    float[] values = new float[stored.length / format.blockBytes() * format.blockElements()];
    Codecs.of(format).decode(MemorySegment.ofArray(stored), 0, values, 0, values.length);
    return values;
  }
}
