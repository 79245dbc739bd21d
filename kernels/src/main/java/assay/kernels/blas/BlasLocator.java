package assay.kernels.blas;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a CBLAS library may lie.
 *
 * @param named the one file to use, or empty to search
 * @param folders folders to search, first match wins
 */
record BlasLocator(Optional<Path> named, List<Path> folders) {

  static final String PROPERTY = "assay.blas";
  static final String VARIABLE = "ASSAY_BLAS";

  /** File names of 32-bit-integer (LP64) builds, the fastest kind of library first. */
  private static final List<String> NAMES =
      List.of(
          "libopenblas.so.0",
          "libopenblas.so",
          "libopenblas.dylib",
          "libmkl_rt.so.3",
          "libmkl_rt.so.2",
          "libmkl_rt.so",
          "libblis.so.4",
          "libblis.so.3",
          "libblis.so",
          "libblis.dylib",
          "libcblas.so.3",
          "libblas.so.3");

  private static final List<Path> SYSTEM_FOLDERS =
      List.of(
          Path.of("/usr/local/lib"),
          Path.of("/usr/lib/x86_64-linux-gnu"),
          Path.of("/usr/lib/aarch64-linux-gnu"),
          Path.of("/usr/lib/riscv64-linux-gnu"),
          Path.of("/usr/lib64"),
          Path.of("/usr/lib"),
          Path.of("/opt/intel/oneapi/mkl/latest/lib"),
          Path.of("/opt/homebrew/opt/openblas/lib"));

  /** The user's choice, if there is one; a property goes before the environment. */
  static BlasLocator fromEnvironment() {
    String property = System.getProperty(PROPERTY);
    String chosen = property != null ? property : System.getenv(VARIABLE);
    return new BlasLocator(
        Optional.ofNullable(chosen).filter(text -> !text.isBlank()).map(Path::of), SYSTEM_FOLDERS);
  }

  /** Files to try, best first. */
  List<Path> candidates() {
    if (named.isPresent()) {
      return List.of(named.get());
    }
    return NAMES.stream()
        .flatMap(name -> folders.stream().map(folder -> folder.resolve(name)))
        .filter(Files::isRegularFile)
        .toList();
  }

  String notFound() {
    return ("no CBLAS library (%s) in %s; install libopenblas0, or name one with %s or -D%s")
        .formatted("libopenblas, libmkl_rt, libblis, libblas", folders, VARIABLE, PROPERTY);
  }
}
