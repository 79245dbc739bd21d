package assay.datasets;

import assay.datasets.gguf.GgufFile;
import assay.datasets.onnx.OnnxFile;
import assay.datasets.safetensors.SafetensorsFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opens tensor files by what they contain. */
public final class TensorFiles {

  private static final byte[] GGUF = "GGUF".getBytes(StandardCharsets.US_ASCII);
  private static final String[] OTHERS = {"ggml", "lmgg", "fmgg", "tjgg", "algg"};

  private TensorFiles() {}

  /**
   * Maps a GGUF or safetensors file (or the weights of an ONNX one) and reads its header.
   *
   * @throws TensorFileException naming file, field and byte offset of the first fault
   */
  public static TensorFile open(Path file) {
    Arena arena = Arena.ofShared();
    try {
      MemorySegment bytes = map(file, arena);
      return read(file, bytes, arena::close);
    } catch (RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  /**
   * Reads a tensor file that is already in memory.
   *
   * @param name what messages call it
   * @throws TensorFileException as {@link #open}
   */
  public static TensorFile of(Path name, MemorySegment bytes) {
    return read(name, bytes, () -> {});
  }

  private static TensorFile read(Path file, MemorySegment bytes, Runnable closer) {
    if (bytes.byteSize() < 8) {
      throw new TensorFileException(
          "%s: too short for a tensor file: %d bytes".formatted(file, bytes.byteSize()));
    }
    byte[] head = bytes.asSlice(0, 9L > bytes.byteSize() ? 8 : 9).toArray(ValueLayout.JAVA_BYTE);
    if (java.util.Arrays.equals(head, 0, 4, GGUF, 0, 4)) {
      return GgufFile.read(file, bytes, closer);
    }
    String magic = new String(head, 0, 4, StandardCharsets.ISO_8859_1);
    for (String other : OTHERS) {
      if (magic.equals(other)) {
        throw TensorFileException.at(
            file, 0, "magic", "is that of a file older than GGUF; convert it to GGUF first");
      }
    }
    if (head.length == 9 && head[8] == '{') {
      return SafetensorsFile.read(file, bytes, closer);
    }
    // ONNX has no magic: a protobuf whose first field is the version of its own format.
    if (head[0] == 0x08 && file.toString().endsWith(".onnx")) {
      return OnnxFile.read(file, bytes, closer);
    }
    throw TensorFileException.at(
        file, 0, "magic", "is neither GGUF's nor that of safetensors (a length and a JSON object)");
  }

  private static MemorySegment map(Path file, Arena arena) {
    if (Files.isDirectory(file)) {
      throw new TensorFileException(file + ": is a folder, not a tensor file");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    } catch (NoSuchFileException e) {
      throw new TensorFileException(file + ": no such file", e);
    } catch (IOException | UnsupportedOperationException e) {
      throw new TensorFileException("%s: cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }
}
