package assay.kernels.gpu.driver;

import assay.kernels.binding.LibraryFolders;
import assay.kernels.binding.SharedLibrary;
import assay.kernels.binding.UnusableLibraryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where one maker's libraries may lie: the driver, the run-time compiler, the matrix library. */
public record GpuLibraries(Maker maker, LibraryFolders folders) {

  private static final List<String> TOOLKITS_OF_NVIDIA =
      List.of("/usr/local/cuda/lib64", "/usr/local/cuda/targets/x86_64-linux/lib");

  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private static final List<String> TOOLKITS_OF_AMD = List.of("/opt/rocm/lib");

  /** In these folders and nowhere else. */
  public GpuLibraries(Maker maker, List<Path> folders) {
    this(maker, new LibraryFolders(maker.variable(), folders, List.of()));
  }

  public static GpuLibraries fromEnvironment(Maker maker) {
    return of(maker, Optional.ofNullable(System.getProperty(maker.property())), System.getenv());
  }

  /**
   * The user's folders, those of the loader's path, then the system's.
   *
   * @param property value of {@link Maker#property}, folders separated by colons
   */
  static GpuLibraries of(Maker maker, Optional<String> property, Map<String, String> environment) {
    LibraryFolders folders = LibraryFolders.of(maker.variable(), property, environment);
    return new GpuLibraries(
        maker,
        folders
            .and(toolkits(maker).stream().map(Path::of).toList())
            .and(versioned(Path.of(maker == Maker.CUDA ? "/usr/local" : "/opt"), maker)));
  }

  private static List<String> toolkits(Maker maker) {
    return maker == Maker.CUDA ? TOOLKITS_OF_NVIDIA : TOOLKITS_OF_AMD;
  }

  /** Toolkits beside each other, as /usr/local/cuda-13.0 and /opt/rocm-6.4.1, the newest first. */
  static List<Path> versioned(Path parent, Maker maker) {
    String prefix = maker == Maker.CUDA ? "cuda-" : "rocm-";
    try (Stream<Path> entries = Files.list(parent)) {
      return entries
          .filter(entry -> entry.getFileName().toString().startsWith(prefix))
          .sorted(Comparator.comparing(GpuLibraries::ordered).reversed())
          .map(entry -> entry.resolve(maker == Maker.CUDA ? "lib64" : "lib"))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** With numbers as wide as any, so that 7.10 comes after 7.9. */
  private static String ordered(Path toolkit) {
    return NUMBER
        .matcher(toolkit.getFileName().toString())
        .replaceAll(number -> "%9s".formatted(number.group()));
  }

  /**
   * Opens the first library of these names that there is; it stays open.
   *
   * @throws UnusableLibraryException naming what was looked for, or what is wrong with it
   */
  public SharedLibrary open(List<String> names) throws UnusableLibraryException {
    return folders.open(names);
  }

  public Optional<Path> find(List<String> names) {
    return folders.find(names);
  }
}
