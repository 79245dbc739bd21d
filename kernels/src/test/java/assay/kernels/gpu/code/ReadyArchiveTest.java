package assay.kernels.gpu.code;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.binding.PackedFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadyArchiveTest {

  private static final byte[] ALIKE = new byte[100_000];

  @TempDir private Path ready;

  @BeforeEach
  void filesAsABuildLeavesThem() throws IOException {
    new Random(3).nextBytes(ALIKE);
    Path ptx = Files.createDirectories(ready.resolve("ptx"));
    Files.write(ptx.resolve("dequant.Q4_0.ptx"), ALIKE);
    Files.write(ptx.resolve("dequant.Q8_0.ptx"), ALIKE);
    Files.writeString(ptx.resolve("matmul_sum.ptx"), "sum");
    Path other = Files.createDirectories(ready.resolve("gfx942"));
    Files.writeString(other.resolve("dequant.Q4_0.co"), "other");
    ReadyArchive.main(new String[] {ready.toString()});
  }

  @Test
  void anArchiveForEachSourceAndTargetHoldsWhatIsAlikeOnce() throws IOException {
    try (Stream<Path> files = Files.walk(ready)) {
      assertEquals(
          List.of("gfx942/dequant.xz", "ptx/dequant.xz", "ptx/matmul_sum.xz"),
          files
              .filter(Files::isRegularFile)
              .map(file -> ready.relativize(file).toString())
              .sorted()
              .toList());
    }
    assertTrue(Files.size(ready.resolve("ptx/dequant.xz")) < 1.1 * ALIKE.length);
  }

  @Test
  void aFileComesBackAsItWas() throws IOException {
    assertArrayEquals(ALIKE, read("ptx/dequant.Q8_0.ptx"));
    assertArrayEquals("sum".getBytes(), read("ptx/matmul_sum.ptx"));
    assertArrayEquals("other".getBytes(), read("gfx942/dequant.Q4_0.co"));
  }

  @Test
  void whatIsNotThereIsNotFound() throws IOException {
    try (var in = Files.newInputStream(ready.resolve("ptx/dequant.xz"))) {
      assertTrue(PackedFiles.read(in, "ptx/dequant.Q6_K.ptx").isEmpty());
    }
  }

  @Test
  void anAlteredArchiveIsNotBelieved() throws IOException {
    byte[] archive = Files.readAllBytes(ready.resolve("ptx/dequant.xz"));
    archive[archive.length / 2] ^= 1;
    assertThrows(
        IOException.class,
        () -> PackedFiles.read(new ByteArrayInputStream(archive), "ptx/dequant.Q6_K.ptx"));
  }

  private byte[] read(String file) throws IOException {
    try (var in = Files.newInputStream(ready.resolve(ReadyArchive.of(file)))) {
      return PackedFiles.read(in, file).orElseThrow();
    }
  }
}
