package assay.datasets.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.datasets.TensorFileException;
import assay.kernels.Format;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufWriterTest {

  @TempDir Path folder;

  private static GgufWriter writer() {
    return new GgufWriter().add("a", Format.F32, List.of(2L), MemorySegment.ofArray(new float[2]));
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
