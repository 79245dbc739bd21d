package assay.datasets.gguf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.datasets.MetadataValue;
import assay.datasets.StoredTensor;
import assay.datasets.TensorFile;
import assay.datasets.TensorFileException;
import assay.datasets.TensorFiles;
import assay.kernels.Format;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GgufFileTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void readsEveryKindOfMetadata(int version) {
    GgufBytes bytes = GgufBytes.start(version, 0, 14);
    bytes.text("u8").u32(0).raw("\u00ff");
    bytes.text("i8").u32(1).raw("\u00ff");
    bytes.text("u16").u32(2).raw("\u00fe\u00ff");
    bytes.text("i16").u32(3).raw("\u00fe\u00ff");
    bytes.text("u32").u32(4).u32(-3);
    bytes.text("i32").u32(5).u32(-3);
    bytes.text("f32").u32(6).u32(Float.floatToIntBits(1.5f));
    bytes.text("bool").u32(7).raw("\u0001");
    bytes.pair("text", "gr\u00c3\u00bc\u00c3\u009f"); // "gruess" in UTF-8 bytes
    bytes.text("u64").u32(10).u64(-1);
    bytes.text("i64").u32(11).u64(-4);
    bytes.text("f64").u32(12).u64(Double.doubleToLongBits(-2.5));
    bytes.text("ints").u32(9).u32(5).u64(3).u32(1).u32(-2).u32(3);
    bytes.text("texts").u32(9).u32(8).u64(2).text("a").text("bc");
    try (TensorFile file = TensorFiles.open(bytes.save(folder.resolve("m.gguf")))) {
      assertEquals("GGUF v" + version, file.container());
      List<String> values = file.metadata().values().stream().map(MetadataValue::asText).toList();
      assertEquals(
          List.of(
              "255",
              "-1",
              "65534",
              "-2",
              "4294967293",
              "-3",
              "1.5",
              "true",
              "gr\u00fc\u00df",
              "18446744073709551615",
              "-4",
              "-2.5",
              "[1, -2, 3]",
              "[a, bc]"),
          values);
      assertEquals(4294967293L, file.metadata().get("u32").asLong().orElseThrow());
    }
  }

  @Test
  void readsWhatTheWriterWrote() {
    Path path = folder.resolve("w.gguf");
    MemorySegment odd = MemorySegment.ofArray(new float[] {1, -2, 3});
    byte[] blocks = new byte[2 * 34];
    new java.util.Random(4).nextBytes(blocks);
    new GgufWriter()
        .put("general.name", MetadataValue.text("tiny"))
        .put("general.alignment", MetadataValue.u32(64))
        .add("odd", Format.F32, List.of(3L), odd)
        .add("w", Format.Q8_0, List.of(2L, 32L), MemorySegment.ofArray(blocks))
        .add("none", Format.F16, List.of(0L, 5L), MemorySegment.ofArray(new byte[0]))
        .write(path);
    try (TensorFile file = TensorFiles.open(path)) {
      assertEquals("tiny", file.metadata().get("general.name").asText());
      StoredTensor w = file.tensor("w").orElseThrow();
      assertEquals(List.of(2L, 32L), w.shape());
      assertEquals(0, w.offset() % 64);
      assertArrayEquals(blocks, w.data().toArray(ValueLayout.JAVA_BYTE));
      assertArrayEquals(new float[] {1, -2, 3}, file.tensor("odd").orElseThrow().row(0));
      assertEquals(0, file.tensor("none").orElseThrow().elements());
    }
  }

  /** Byte for byte what the gguf package for Python wrote (see tensors.py beside the file). */
  @Test
  void readsAFileOfThePythonPackage() throws Exception {
    Path path = Path.of(GgufFileTest.class.getResource("/assay/datasets/python.gguf").toURI());
    try (TensorFile file = TensorFiles.open(path)) {
      assertEquals("llama", file.metadata().get("general.architecture").asText());
      assertEquals("[a, bc, \u00fc]", file.metadata().get("tokenizer.ggml.tokens").asText());
      float[] f16 = file.tensor("f16").orElseThrow().row(1);
      assertArrayEquals(new float[] {3, 4, 5}, f16);
      float[] q8 = file.tensor("q8_0").orElseThrow().row(0);
      assertEquals(127, q8[31], 0);
      assertEquals(-96, q8[0], 0.5);
    }
  }

  @Test
  void readsTensorsBeyondTwoGibibytes() throws IOException {
    long far = 3L << 30;
    GgufBytes header = GgufBytes.start(3, 2, 0);
    header.tensor("big", Format.I8.ggmlId(), 0, far).tensor("far", Format.F32.ggmlId(), far, 2);
    header.padTo(32);
    Path path = header.save(folder.resolve("sparse.gguf"));
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(header.size() + far);
      // 1.0f and -2.0f, little-endian; everything before stays a hole.
      file.write(new byte[] {0, 0, (byte) 0x80, 0x3F, 0, 0, 0, (byte) 0xC0});
    }
    try (TensorFile file = TensorFiles.open(path)) {
      assertTrue(file.size() > far);
      assertEquals(far, file.tensor("big").orElseThrow().data().byteSize());
      assertArrayEquals(new float[] {1, -2}, file.tensor("far").orElseThrow().row(0));
    }
  }

  private static final int F32 = Format.F32.ggmlId();

  /** A file that is wrong in one way, and what the refusal says. */
  static Stream<Arguments> hostile() {
    long huge = Long.MAX_VALUE;
    return Stream.of(
        wrong("magic at byte 0 is neither", new GgufBytes().raw("GGUG").zeros(40)),
        wrong("magic at byte 0 is that of a file older", new GgufBytes().raw("tjgg").zeros(9)),
        wrong("too short for a tensor file: 5 bytes", new GgufBytes().raw("GGUF\u0003")),
        wrong("version at byte 4 is 1, which", GgufBytes.start(1, 0, 0)),
        wrong("version at byte 4 is 4; versions 2 and 3", GgufBytes.start(4, 0, 0)),
        wrong("big-endian", GgufBytes.start(3 << 24, 0, 0)),
        wrong("tensor count at byte 8 needs 8 bytes, but", new GgufBytes().raw("GGUF").u32(3)),
        wrong("tensor count at byte 8 is 9223372036854775807", GgufBytes.start(3, huge, 0)),
        wrong("metadata count at byte 16 is 922", GgufBytes.start(3, 0, huge)),
        wrong(
            "tensor count at byte 8 is 18446744073709551615, more than any",
            GgufBytes.start(3, -1, 0)),
        wrong("metadata key 0 length at byte 24 is", GgufBytes.start(3, 0, 1).u64(huge).zeros(9)),
        wrong("metadata key 0 at byte 24 is 65536 bytes", longKey()),
        wrong(
            "metadata key 0 at byte 32 is not valid UTF-8",
            GgufBytes.start(3, 0, 1).text("\u00ff").u32(0).raw("1")),
        wrong("type of k at byte 33 is unknown: 13", pair().u32(13).u64(0)),
        wrong("k at byte 37 needs 4 bytes, but the file ends after 1", pair().u32(4).zeros(1)),
        wrong("length of k at byte 37 is", pair().u32(8).u64(huge)),
        wrong("length of k at byte 41 is", pair().u32(9).u32(10).u64(huge / 8)),
        wrong("is an array of arrays", pair().u32(9).u32(9).u64(1).zeros(40)),
        wrong("length of an element of k", pair().u32(9).u32(8).u64(2).text("a").u64(huge)),
        wrong(
            "metadata key k at byte 38 occurs twice",
            GgufBytes.start(3, 0, 2).text("k").u32(0).raw("1").text("k").u32(0).raw("2")),
        wrong(
            "general.alignment at byte 57 is 3, not a power of two",
            GgufBytes.start(3, 0, 1).text("general.alignment").u32(4).u32(3)),
        wrong(
            "general.alignment at byte 64 is yes, not a power of two",
            GgufBytes.start(3, 0, 1).pair("general.alignment", "yes").padTo(1)),
        wrong(
            "dimensions of tensor t at byte 33 is 5", tensors(1).tensor("t", 0, 0, 1, 1, 1, 1, 1)),
        wrong("type of tensor t at byte 45 is unknown: 4", tensors(1).tensor("t", 4, 0, 1)),
        wrong("has a shape whose product overflows", tensors(1).tensor("t", F32, 0, huge, 3)),
        wrong("has a size that overflows", tensors(1).tensor("t", F32, 0, huge)),
        wrong("not a multiple of the q8_0 block of 32", tensors(1).tensor("t", 8, 0, 33)),
        wrong("extent of tensor t at byte 37 is 1844", tensors(1).tensor("t", F32, 0, -1)),
        wrong("is 7, not a multiple of the alignment 32", tensors(1).tensor("t", F32, 7, 1)),
        wrong(
            "tensor t at byte 24 lies at bytes 64 to 68, beyond the file's 64 bytes",
            tensors(1).tensor("t", F32, 0, 1).padTo(32)),
        wrong(
            "beyond the file's",
            tensors(1).tensor("t", F32, huge / 32 * 32, 1).padTo(32).zeros(32)),
        wrong(
            "tensor t at byte 57 is declared twice",
            tensors(2).tensor("t", F32, 0, 1).tensor("t", F32, 32, 1).padTo(32).zeros(64)),
        wrong(
            "tensor b at byte 128 overlaps tensor a",
            tensors(2).tensor("a", F32, 0, 9).tensor("b", F32, 32, 1).padTo(32).zeros(64)));
  }

  private static Arguments wrong(String reason, GgufBytes bytes) {
    return Arguments.of(reason, bytes.toByteArray());
  }

  private static GgufBytes pair() {
    return GgufBytes.start(3, 0, 1).text("k");
  }

  private static GgufBytes tensors(int count) {
    return GgufBytes.start(3, count, 0);
  }

  private static GgufBytes longKey() {
    return GgufBytes.start(3, 0, 1).text("k".repeat(65_536)).u32(0).raw("1");
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void refusesInOneSentenceThatNamesFileFieldAndOffset(String reason, byte[] bytes)
      throws IOException {
    Path path = Files.write(folder.resolve("bad.gguf"), bytes);
    String message =
        assertThrows(TensorFileException.class, () -> TensorFiles.open(path)).getMessage();
    assertTrue(message.startsWith(path + ": "), message);
    assertTrue(message.contains(reason), message);
    assertEquals(1, message.lines().count(), message);
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    Path whole = folder.resolve("whole.gguf");
    new GgufWriter()
        .put("general.name", MetadataValue.text("tiny"))
        .add("a", Format.F32, List.of(2L, 4L), MemorySegment.ofArray(new float[8]))
        .write(whole);
    byte[] bytes = Files.readAllBytes(whole);
    for (int length = 0; length < bytes.length; length++) {
      Path cut = Files.write(folder.resolve("cut.gguf"), java.util.Arrays.copyOf(bytes, length));
      assertThrows(TensorFileException.class, () -> TensorFiles.open(cut), "at " + length);
    }
  }

  @Test
  void messagesCarryNoControlCharacters() throws IOException {
    byte[] bytes = tensors(1).tensor("\u001b[31m\n", 4, 0, 1).toByteArray();
    Path path = Files.write(folder.resolve("esc.gguf"), bytes);
    String message =
        assertThrows(TensorFileException.class, () -> TensorFiles.open(path)).getMessage();
    assertTrue(message.contains("\\u001b[31m\\u000a"), message);
  }
}
