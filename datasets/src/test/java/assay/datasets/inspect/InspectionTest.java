package assay.datasets.inspect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.datasets.MetadataValue;
import assay.datasets.TensorFile;
import assay.datasets.TensorFileException;
import assay.datasets.TensorFiles;
import assay.datasets.gguf.GgufWriter;
import assay.kernels.Format;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionTest {

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void write() {
    path = folder.resolve("a.gguf");
    byte[] q4 = new byte[3 * 2 * 18];
    for (int i = 0; i < q4.length; i++) {
      q4[i] = (byte) (i % 18 == 0 ? 0 : i % 18 == 1 ? 0x3C : i * 7); // scale 1.0
    }
    new GgufWriter()
        .put("general.name", MetadataValue.text("evil \u001b[2J name"))
        .add("w", Format.Q4_0, List.of(3L, 64L), MemorySegment.ofArray(q4))
        .add("b", Format.F32, List.of(2L), MemorySegment.ofArray(new float[] {1.5f, -2}))
        .write(path);
  }

  @Test
  void countsAndPrints() {
    try (TensorFile file = TensorFiles.open(path)) {
      Inspection inspection = Inspection.describe(file);
      assertEquals(194, inspection.elements());
      assertEquals(8.0 * (108 + 8) / 194, inspection.bitsPerElement(), 1e-12);
      assertEquals(new Inspection.TypeShare(1, 192, 108), inspection.types().get("q4_0"));
      assertEquals(List.of(3L, 64L), inspection.tensors().getFirst().shape());
      String text = inspection.text();
      assertTrue(text.contains("GGUF v3"), text);
      assertTrue(text.contains("3 x 64"), text);
      assertTrue(text.contains("evil \\u001b[2J name"), text);
      assertFalse(text.contains("\u001b"), text);
      assertTrue(text.lines().skip(1).allMatch(line -> line.length() <= 100), text);
    }
  }

  @Test
  void exportsRawAndNumpy() throws IOException {
    try (TensorFile file = TensorFiles.open(path)) {
      float[] decoded = new float[192];
      for (int row = 0; row < 3; row++) {
        System.arraycopy(file.tensor("w").orElseThrow().row(row), 0, decoded, 64 * row, 64);
      }
      Path raw = folder.resolve("w.f32");
      TensorExport.raw(file.tensor("w").orElseThrow(), raw);
      assertArrayEquals(decoded, floats(Files.readAllBytes(raw), 0));
      Path npy = folder.resolve("w.npy");
      TensorExport.npy(file.tensor("w").orElseThrow(), npy);
      byte[] bytes = Files.readAllBytes(npy);
      int header = 10 + Byte.toUnsignedInt(bytes[8]) + 256 * bytes[9];
      assertEquals(0, header % 64);
      String dict = new String(bytes, 10, header - 10, StandardCharsets.US_ASCII);
      assertEquals("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 64), }", dict.strip());
      assertArrayEquals(decoded, floats(bytes, header));
      TensorExport.npy(file.tensor("b").orElseThrow(), npy);
      assertTrue(Files.readString(npy, StandardCharsets.ISO_8859_1).contains("(2,)"));
      assertThrows(
          TensorFileException.class,
          () -> TensorExport.raw(file.tensor("w").orElseThrow(), folder.resolve("no/w")));
    }
  }

  private static float[] floats(byte[] bytes, int from) {
    float[] floats = new float[(bytes.length - from) / 4];
    ByteBuffer.wrap(bytes, from, bytes.length - from)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(floats);
    return floats;
  }
}
