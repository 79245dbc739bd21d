package assay.datasets.gguf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.datasets.MetadataValue;
import assay.datasets.TensorFile;
import assay.datasets.TensorFileException;
import assay.datasets.TensorFiles;
import assay.kernels.Format;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GgufWriterTest {

  @TempDir Path folder;

  private static GgufWriter writer() {
    return new GgufWriter().add("a", Format.F32, List.of(2L), MemorySegment.ofArray(new float[2]));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void writesBothVersionsInUse(int version) throws IOException {
    Path target = folder.resolve("out.gguf");
    writer().version(version).put("general.name", MetadataValue.text("tiny")).write(target);
    byte[] expected =
        GgufBytes.start(version, 1, 1)
            .pair("general.name", "tiny")
            .tensor("a", 0, 0, 2)
            .padTo(32)
            .zeros(8)
            .padTo(32)
            .toByteArray();
    assertArrayEquals(expected, Files.readAllBytes(target));
    try (TensorFile file = TensorFiles.open(target)) {
      assertEquals("GGUF v" + version, file.container());
      assertArrayEquals(new float[2], file.tensor("a").orElseThrow().row(0));
    }
  }

  @Test
  void refusesOtherVersions() {
    for (int version : new int[] {0, 1, 4}) {
      assertThrows(IllegalArgumentException.class, () -> writer().version(version));
    }
  }

  @Test
  void aFullDiskLeavesTheOldFileAndNothingElse() throws IOException {
    Path target = Files.writeString(folder.resolve("out.gguf"), "old");
    GgufWriter writer =
        writer()
            .add(
                "b",
                Format.F32,
                List.of(64L),
                channel -> {
                  channel.write(ByteBuffer.allocate(100));
                  throw new IOException("No space left on device");
                });
    String message =
        assertThrows(TensorFileException.class, () -> writer.write(target)).getMessage();
    assertEquals(
        target + ": could not be written: No space left on device; nothing was left behind",
        message);
    assertEquals("old", Files.readString(target));
    assertEquals(List.of(target), list());
  }

  @Test
  void saysWhyAPlaceCannotBeWritten() {
    String missing =
        assertThrows(TensorFileException.class, () -> writer().write(folder.resolve("no/out.gguf")))
            .getMessage();
    assertTrue(missing.contains("its folder does not exist"), missing);
    String aFolder =
        assertThrows(TensorFileException.class, () -> writer().write(folder)).getMessage();
    assertTrue(aFolder.contains("is a folder"), aFolder);
  }

  @Test
  void aPayloadOfTheWrongLengthIsNotPublished() throws IOException {
    Path target = folder.resolve("out.gguf");
    GgufWriter writer =
        writer()
            .add("b", Format.F32, List.of(4L), channel -> channel.write(ByteBuffer.allocate(4)));
    assertThrows(IllegalStateException.class, () -> writer.write(target));
    assertEquals(List.of(), list());
  }

  @Test
  void refusesShapesAndNamesThatCannotBeStored() {
    MemorySegment none = MemorySegment.ofArray(new byte[0]);
    assertThrows(
        IllegalArgumentException.class, () -> writer().add("c", Format.Q8_0, List.of(31L), none));
    assertThrows(
        IllegalArgumentException.class, () -> writer().add("a", Format.F32, List.of(1L), none));
    assertThrows(
        IllegalArgumentException.class,
        () -> writer().add("d", Format.F32, List.of(1L, 1L, 1L, 1L, 1L), none));
  }

  private List<Path> list() throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }
}
