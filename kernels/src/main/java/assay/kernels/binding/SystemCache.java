package assay.kernels.binding;

import java.nio.file.Path;

/**
 * Apple's own libraries, which newer versions of macOS keep in a cache of the loader: they are
 * loaded by a path where no file lies. The volume below {@code /System} is sealed, so nobody can
 * have put anything there.
 */
final class SystemCache {

  private static final Path SEALED = Path.of("/System/Library");

  private SystemCache() {}

  static boolean mayHold(Path path, String system) {
    return system.startsWith("Mac") && path.normalize().startsWith(SEALED);
  }
}
