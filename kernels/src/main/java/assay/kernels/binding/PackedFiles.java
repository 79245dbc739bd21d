package assay.kernels.binding;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZInputStream;
import org.tukaani.xz.XZOutputStream;

/**
 * Files that are alike, compressed together, as code of one source for many formats is.
 *
 * <p>Inside: name, length, content of each. They are few enough that reading all of them to find
 * one takes some tens of milliseconds.
 */
public final class PackedFiles {

  private PackedFiles() {}

  /** The content of a file; empty when there is none of that name. */
  public static Optional<byte[]> read(InputStream packed, String file) throws IOException {
    try (var in = new DataInputStream(new XZInputStream(packed))) {
      while (true) {
        String name = in.readUTF();
        byte[] content = in.readNBytes(in.readInt());
        if (name.equals(file)) {
          return Optional.of(content);
        }
      }
    } catch (EOFException e) {
      return Optional.empty();
    }
  }

  /**
   * @param files content by name
   */
  public static void write(OutputStream packed, Map<String, byte[]> files) throws IOException {
    try (var out = new DataOutputStream(new XZOutputStream(packed, new LZMA2Options()))) {
      for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
        out.writeUTF(file.getKey());
        out.writeInt(file.getValue().length);
        out.write(file.getValue());
      }
    }
  }
}
