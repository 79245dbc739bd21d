package assay.datasets.inspect;

import assay.datasets.AtomicFile;
import assay.datasets.StoredTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Writes a tensor's numbers, decoded to float32, as a file that other tools read. */
public final class TensorExport {

  /** Elements decoded at a time; a whole number of blocks in every format. */
  private static final int CHUNK = 1 << 16;

  /** NumPy pads its header so that data starts at a multiple of this. */
  private static final int NPY_ALIGNMENT = 64;

  private TensorExport() {}

  /**
   * Float32, little-endian, row after row, and nothing else.
   *
   * @throws assay.datasets.TensorFileException when it cannot be written
   */
  public static void raw(StoredTensor tensor, Path target) {
    AtomicFile.write(target, channel -> numbers(tensor, channel));
  }

  /**
   * A NumPy file of version 1.0.
   *
   * @throws assay.datasets.TensorFileException when it cannot be written
   */
  public static void npy(StoredTensor tensor, Path target) {
    AtomicFile.write(
        target,
        channel -> {
          write(channel, ByteBuffer.wrap(header(tensor.shape())));
          numbers(tensor, channel);
        });
  }

  private static byte[] header(List<Long> shape) {
    String extents = String.join(", ", shape.stream().map(String::valueOf).toList());
    String dict =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%s%s), }"
            .formatted(extents, shape.size() == 1 ? "," : "");
    int unpadded = 6 + 2 + 2 + dict.length() + 1;
    int padding = (NPY_ALIGNMENT - unpadded % NPY_ALIGNMENT) % NPY_ALIGNMENT;
    int length = dict.length() + padding + 1;
    ByteBuffer header = ByteBuffer.allocate(10 + length).order(ByteOrder.LITTLE_ENDIAN);
    header.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    header.put((byte) 1).put((byte) 0).putShort((short) length);
    header.put((dict + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII));
    return header.array();
  }

  private static void numbers(StoredTensor tensor, FileChannel channel) throws IOException {
    float[] chunk = new float[(int) Math.min(CHUNK, Math.max(tensor.columns(), 1))];
    ByteBuffer bytes = ByteBuffer.allocate(4 * chunk.length).order(ByteOrder.LITTLE_ENDIAN);
    // A shape such as 2^60 x 0 is legal and has nothing to write.
    long rows = tensor.columns() == 0 ? 0 : tensor.rows();
    for (long row = 0; row < rows; row++) {
      for (long start = 0; start < tensor.columns(); start += chunk.length) {
        int count = (int) Math.min(chunk.length, tensor.columns() - start);
        tensor.decode(row, start, chunk, count);
        bytes.clear().limit(4 * count);
        bytes.asFloatBuffer().put(chunk, 0, count);
        write(channel, bytes);
      }
    }
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
