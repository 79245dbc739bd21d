package assay.kernels.gpu.code;

import assay.kernels.binding.PackedFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The modules of one source for one target, compressed together: they differ in how a format is
 * decoded, and are alike in the rest.
 */
final class ReadyArchive {

  private ReadyArchive() {}

  /** {@code ptx/dequant.xz} for {@code ptx/dequant.Q4_0.ptx}. */
  static String of(String file) {
    int folder = file.indexOf('/') + 1;
    return file.substring(0, file.indexOf('.', folder)) + ".xz";
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
    Map<String, byte[]> contents = new TreeMap<>();
    for (Path file : files) {
      contents.put(name(file), Files.readAllBytes(file));
    }
    try (OutputStream out = Files.newOutputStream(archive)) {
      PackedFiles.write(out, contents);
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
