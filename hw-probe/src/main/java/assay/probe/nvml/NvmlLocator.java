package assay.probe.nvml;

import assay.probe.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where NVIDIA's management library may lie.
 *
 * @param named the one file to use, or empty to search
 * @param folders folders to search, first match wins
 */
public record NvmlLocator(Optional<Path> named, List<Path> folders) {

  public static final String PROPERTY = "assay.nvml";
  public static final String VARIABLE = "ASSAY_NVML";

  private static final String NAME = "libnvidia-ml.so.1";

  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

  private static final int OTHERS_WRITE = 0002;

  /** Of distributions, WSL, NixOS and Kubernetes' device plug-ins. */
  private static final List<Path> SYSTEM_FOLDERS =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu"),
          Path.of("/usr/lib/aarch64-linux-gnu"),
          Path.of("/usr/lib64"),
          Path.of("/usr/lib"),
          Path.of("/usr/lib/wsl/lib"),
          Path.of("/run/opengl-driver/lib"),
          Path.of("/usr/local/nvidia/lib64"));

  public static NvmlLocator fromEnvironment() {
    return of(Optional.ofNullable(System.getProperty(PROPERTY)), System.getenv());
  }

  /**
   * The user's choice, if there is one; a property goes before the environment.
   *
   * @param property value of {@link #PROPERTY}
   */
  static NvmlLocator of(Optional<String> property, Map<String, String> environment) {
    Optional<Path> chosen =
        property
            .or(() -> Optional.ofNullable(environment.get(VARIABLE)))
            .filter(text -> !text.isEmpty())
            .map(Path::of);
    return new NvmlLocator(chosen, SYSTEM_FOLDERS);
  }

  /** The library's full path, or why there is none to open. */
  Reading<Path> find() {
    if (named.isPresent()) {
      return usable(named.get());
    }
    for (Path folder : folders) {
      if (Files.isRegularFile(folder.resolve(NAME))) {
        return usable(folder.resolve(NAME));
      }
    }
    return Reading.absent(
        "no %s, which comes with NVIDIA's driver, in the system's library folders; %s may name it"
            .formatted(NAME, VARIABLE));
  }

  private static Reading<Path> usable(Path file) {
    if (!file.isAbsolute()) {
      return Reading.unreadable(
          "%s is not a full path, and libraries are never loaded from the working directory"
              .formatted(file));
    }
    if (!Files.isRegularFile(file)) {
      return Reading.absent("no file " + file);
    }
    try {
      if (!startsAsElf(file)) {
        return Reading.unreadable(file + " is no library of this system");
      }
      int mode = (int) Files.getAttribute(file.toRealPath(), "unix:mode");
      return (mode & OTHERS_WRITE) == 0
          ? Reading.of(file, "", file.toString())
          : Reading.unreadable(
              "%s can be written to by everybody, so it is not loaded; chmod o-w %s"
                  .formatted(file, file));
    } catch (IOException | UnsupportedOperationException e) {
      return Reading.unreadable("%s cannot be looked at: %s".formatted(file, e.getMessage()));
    }
  }

  /** The system's loader has no clear words for a text file. */
  private static boolean startsAsElf(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(ELF.length), ELF);
    }
  }
}
