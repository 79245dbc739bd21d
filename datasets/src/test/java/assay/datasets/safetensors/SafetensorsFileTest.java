package assay.datasets.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.datasets.StoredTensor;
import assay.datasets.TensorFile;
import assay.datasets.TensorFileException;
import assay.datasets.TensorFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {

  @TempDir Path folder;

  private Path file(String header, byte[] data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(length(json.length));
    bytes.writeBytes(json);
    bytes.writeBytes(data);
    return Files.write(folder.resolve("t.safetensors"), bytes.toByteArray());
  }

  private static byte[] length(long length) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
  }

  @Test
  void readsEveryTypeOfThePythonPackage() throws Exception {
    Path path =
        Path.of(
            SafetensorsFileTest.class.getResource("/assay/datasets/python.safetensors").toURI());
    try (TensorFile file = TensorFiles.open(path)) {
      assertEquals("pt", file.metadata().get("format").asText());
      assertEquals(15, file.tensors().size());
      for (StoredTensor tensor : file.tensors()) {
        float[] expected =
            switch (tensor.name()) {
              case "bool" -> new float[] {1, 0, 1, 1};
              case "u8", "u16", "u32", "u64" -> new float[] {0, 1, 2, 200};
              default -> new float[] {-2, 0, 1.5f, 120};
            };
        boolean whole = tensor.name().startsWith("i");
        if (whole) {
          expected = new float[] {-2, 0, 1, 120};
        }
        if (tensor.name().equals("f8_e5m2")) {
          expected[3] = 128;
        }
        assertArrayEquals(expected, tensor.row(0), tensor.name());
      }
    }
  }

  @Test
  void decodesEveryEightBitFloat() throws IOException {
    byte[] codes = new byte[512];
    for (int i = 0; i < 512; i++) {
      codes[i] = (byte) i;
    }
    Path path =
        file(
            """
            {"a":{"dtype":"F8_E4M3","shape":[256],"data_offsets":[0,256]},
             "b":{"dtype":"F8_E5M2","shape":[256],"data_offsets":[256,512]}}\
            """,
            codes);
    try (TensorFile file = TensorFiles.open(path)) {
      float[] e4m3 = file.tensor("a").orElseThrow().row(0);
      assertEquals(0x1p-9f, e4m3[1]);
      assertEquals(448, e4m3[0x7E]);
      assertTrue(Float.isNaN(e4m3[0x7F]) && Float.isNaN(e4m3[0xFF]));
      float[] e5m2 = file.tensor("b").orElseThrow().row(0);
      assertEquals(57344, e5m2[0x7B]);
      assertEquals(Float.POSITIVE_INFINITY, e5m2[0x7C]);
      assertEquals(0x1p-16f, e5m2[1]);
      for (int code = 1; code < 0x7C; code++) {
        assertTrue(e5m2[code] > e5m2[code - 1] && e4m3[code] > e4m3[code - 1]);
        assertEquals(-e5m2[code], e5m2[code + 128]);
        assertEquals(-e4m3[code], e4m3[code + 128]);
      }
    }
  }

  @Test
  void readsTensorsBeyondTwoGibibytes() throws IOException {
    long far = 3L << 30;
    String header =
        """
        {"big":{"dtype":"U8","shape":[%d],"data_offsets":[0,%d]},
         "far":{"dtype":"F32","shape":[1],"data_offsets":[%d,%d]}}\
        """
            .formatted(far, far, far, far + 4);
    Path path = file(header, new byte[0]);
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(8 + header.length() + far);
      file.write(new byte[] {0, 0, (byte) 0x80, 0x3F});
    }
    try (TensorFile file = TensorFiles.open(path)) {
      assertArrayEquals(new float[] {1}, file.tensor("far").orElseThrow().row(0));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[1] | magic at byte 0 is neither",
        "{\"a | header at byte 8 is not valid JSON",
        "{\"a\":1} | tensor a at byte 13 is not an object",
        "{\"a\":{}} | lacks one of dtype, shape, data_offsets",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"x\":1}} | unknown field x",
        "{\"a\":{\"dtype\":\"F4\",\"shape\":[2],\"data_offsets\":[0,8]}} | dtype of tensor a at",
        "{\"a\":{\"dtype\":7,\"shape\":[2],\"data_offsets\":[0,8]}} | is not a text",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}} | has a negative number",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]}} | whole numbers",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[[2]],\"data_offsets\":[0,8]}} | whole numbers",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":2,\"data_offsets\":[0,8]}} | is not a list",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}} | span 8 bytes, but a f32",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}} | must be a start and an end",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8]}} | must be a start and an end",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4,8]}} | at most 2 whole",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}} | beyond the file's",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | belongs to no tensor",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | belongs to no tensor",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[9223372036854775807,9],\"data_offsets\":[0,8]}} | overflows",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[9223372036854775807],\"data_offsets\":[0,8]}} | overflows",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[99999999999999999999],\"data_offsets\":[0,8]}} | JSON",
        "{\"__metadata__\":{\"a\":1}} | __metadata__ a at byte",
        "{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}} | occurs twice",
        "{} x | header at byte 11 is not valid JSON",
        "{} {} | goes on after its JSON object"
      })
  void refusesInOneSentenceThatNamesFileFieldAndOffset(String header, String reason)
      throws IOException {
    Path path = file(header, new byte[8]);
    String message =
        assertThrows(TensorFileException.class, () -> TensorFiles.open(path)).getMessage();
    assertTrue(message.startsWith(path + ": "), message);
    assertTrue(message.contains(reason), message);
    assertEquals(1, message.lines().count(), message);
  }

  @Test
  void refusesDuplicatesAndOverlaps() throws IOException {
    String one = "\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}";
    refused("{%s,%s}".formatted(one, one), new byte[4], "is declared twice");
    String over = "\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[3,7]}";
    refused("{%s,%s}".formatted(one, over), new byte[7], "overlaps tensor a");
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    String header =
        """
        {"__metadata__":{"format":"pt"},
         "a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},
         "b":{"dtype":"F8_E4M3","shape":[3],"data_offsets":[16,19]}}\
        """;
    byte[] whole = Files.readAllBytes(file(header, new byte[19]));
    TensorFiles.open(folder.resolve("t.safetensors")).close();
    for (int length = 0; length < whole.length; length++) {
      Path cut = Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(whole, length));
      assertThrows(TensorFileException.class, () -> TensorFiles.open(cut), "at " + length);
    }
  }

  @Test
  void refusesHeadersOfImpossibleLength() throws IOException {
    for (long length : List.of(0L, 1L, 1_000L, 100_000_001L, -1L, Long.MIN_VALUE)) {
      byte[] bytes = new byte[40];
      System.arraycopy(length(length), 0, bytes, 0, 8);
      bytes[8] = '{';
      Path path = Files.write(folder.resolve("len.safetensors"), bytes);
      String message =
          assertThrows(TensorFileException.class, () -> TensorFiles.open(path)).getMessage();
      assertTrue(message.contains("header length at byte 0 is "), message);
    }
  }

  @Test
  void aDeepHeaderCostsNoStack() throws IOException {
    refused("{\"a\":" + "[".repeat(2_000_000), new byte[0], "is not an object");
    refused("{\"" + "a".repeat(2_000_000) + "\":{}}", new byte[0], "is not valid JSON");
  }

  private void refused(String header, byte[] data, String reason) throws IOException {
    Path path = file(header, data);
    String message =
        assertThrows(TensorFileException.class, () -> TensorFiles.open(path)).getMessage();
    assertTrue(message.contains(reason), message);
  }
}
