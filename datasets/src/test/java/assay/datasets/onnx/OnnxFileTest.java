package assay.datasets.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.datasets.TensorFile;
import assay.datasets.TensorFileException;
import assay.datasets.TensorFiles;
import assay.datasets.real.RealWeights;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxFileTest {

  @TempDir Path folder;

  /** A protobuf message in the making. */
  private static final class Message extends ByteArrayOutputStream {

    Message number(int field, long value) {
      return varint(field << 3).varint(value);
    }

    Message bytes(int field, byte[] content) {
      varint(field << 3 | 2).varint(content.length).writeBytes(content);
      return this;
    }

    private Message varint(long value) {
      long rest = value;
      for (; (rest & ~0x7FL) != 0; rest >>>= 7) {
        write((int) (rest & 0x7F | 0x80));
      }
      write((int) rest);
      return this;
    }
  }

  private static byte[] tensor(String name, int type, byte[] raw, long... shape) {
    Message tensor = new Message();
    for (long extent : shape) {
      tensor.number(1, extent);
    }
    return tensor
        .number(2, type)
        .bytes(8, name.getBytes(StandardCharsets.UTF_8))
        .bytes(9, raw)
        .toByteArray();
  }

  private Path model(byte[]... initializers) throws IOException {
    Message graph = new Message();
    for (byte[] initializer : initializers) {
      graph.bytes(5, initializer);
    }
    Message model = new Message().number(1, 7).bytes(2, "test".getBytes(StandardCharsets.UTF_8));
    model.bytes(7, graph.toByteArray());
    return Files.write(folder.resolve("m.onnx"), model.toByteArray());
  }

  private static byte[] floats(int count) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      bytes.putFloat(i);
    }
    return bytes.array();
  }

  @Test
  void readsFloatInitializersAndNothingElse() throws IOException {
    Path path =
        model(tensor("w", 1, floats(6), 2, 3), tensor("ids", 7, new byte[16], 2), new byte[0]);
    try (TensorFile file = TensorFiles.open(path)) {
      assertEquals("ONNX", file.container());
      assertEquals("test", file.metadata().get("producer").asText());
      assertEquals(1, file.tensors().size());
      assertArrayEquals(new float[] {3, 4, 5}, file.tensor("w").orElseThrow().row(1));
    }
  }

  @Test
  void rowsOfProductsAreTheirColumns() throws IOException {
    Path path = model(tensor("onnx::MatMul_9", 1, floats(40 * 3), 40, 3));
    try (RealWeights weights = RealWeights.open(path)) {
      assertEquals(List.of(40), weights.widths(RealWeights.Kind.WEIGHTS));
      float[] row = new float[40];
      weights.fill(RealWeights.Kind.WEIGHTS, 2, row);
      assertEquals(2, row[0]);
      assertEquals(2 + 3 * 39, row[39]);
    }
  }

  @Test
  void refusesInOneSentence() throws IOException {
    refused(model(tensor("w", 1, floats(6), 2, 4)), "tensor w", "has 24 bytes, but its shape");
    refused(model(tensor("w", 1, floats(6), -1)), "tensor w", "negative extent");
    refused(
        model(tensor("w", 1, floats(1), 1), tensor("w", 1, floats(1), 1)), "w", "declared twice");
    refused(
        Files.write(folder.resolve("n.onnx"), new byte[] {8, 7, 8, 7, 8, 7, 8, 7, 8, 7}),
        "graph",
        "is missing");
    byte[] whole = Files.readAllBytes(model(tensor("w", 1, floats(6), 2, 3)));
    Path cut =
        Files.write(folder.resolve("c.onnx"), java.util.Arrays.copyOf(whole, whole.length - 1));
    refused(cut, "protobuf field", "bytes, but only");
  }

  private static void refused(Path path, String field, String reason) {
    String message =
        assertThrows(TensorFileException.class, () -> TensorFiles.open(path)).getMessage();
    assertTrue(message.startsWith(path + ": "), message);
    assertTrue(message.contains(field) && message.contains(reason), message);
  }
}
