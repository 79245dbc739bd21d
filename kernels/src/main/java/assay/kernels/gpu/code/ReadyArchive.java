package assay.kernels.gpu.code;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZInputStream;
import org.tukaani.xz.XZOutputStream;

/**
 * The modules of one source for one target, compressed together: they differ in how a format is
 * decoded, and are alike in the rest.
 *
 * <p>Inside: name, length, content of each. One source's are few enough that reading all of them to
 * find one takes some tens of milliseconds.
 */
final class ReadyArchive {

  private ReadyArchive() {}

  /** {@code ptx/dequant.xz} for {@code ptx/dequant.Q4_0.ptx}. */
  static String of(String file) {
    int folder = file.indexOf('/') + 1;
    return file.substring(0, file.indexOf('.', folder)) + ".xz";
  }

  /** The content of a file; empty when the archive has none of that name. */
  static Optional<byte[]> read(InputStream archive, String file) throws IOException {
    try (var in = new DataInputStream(new XZInputStream(archive))) {
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
  static void write(OutputStream archive, Map<String, Path> files) throws IOException {
    try (var out = new DataOutputStream(new XZOutputStream(archive, new LZMA2Options()))) {
      for (Map.Entry<String, Path> file : new TreeMap<>(files).entrySet()) {
        byte[] content = Files.readAllBytes(file.getValue());
        out.writeUTF(file.getKey());
        out.writeInt(content.length);
        out.write(content);
      }
    }
  }

  /** Puts what lies in each folder below {@code arguments[0]} into archives instead. */
  public static void main(String[] arguments) throws IOException {
    for (Path target : list(Path.of(arguments[0]))) {
      Map<String, List<Path>> bySource =
          list(target).stream().collect(Collectors.groupingBy(file -> of(name(file))));
      for (Map.Entry<String, List<Path>> source : bySource.entrySet()) {
        pack(target.resolveSibling(source.getKey()), source.getValue());
      }
    }
  }

  private static void pack(Path archive, List<Path> files) throws IOException {
    try (OutputStream out = Files.newOutputStream(archive)) {
      write(out, files.stream().collect(Collectors.toMap(ReadyArchive::name, file -> file)));
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }

  /** {@code ptx/dequant.Q4_0.ptx}. */
  private static String name(Path file) {
    return file.getParent().getFileName() + "/" + file.getFileName();
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }
}
