package assay.kernels.blas;

import assay.kernels.binding.SharedLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a CBLAS library may lie.
 *
 * @param named the one file to use, or empty to search
 * @param folders folders to search, first match wins
 */
record BlasLocator(Optional<Path> named, List<Path> folders) {

  static final String PROPERTY = "assay.blas";
  static final String VARIABLE = "ASSAY_BLAS";

  /**
   * File names of 32-bit-integer (LP64) builds, the fastest kind of library first and of one kind
   * the build with threads; each may end in a dot and a number.
   */
  private static final List<String> NAMES =
      List.of(
          "libopenblas.so",
          "libopenblas.dylib",
          "libmkl_rt.so",
          "libarmpl_lp64_mp.so",
          "libarmpl_lp64_mp.dylib",
          "libaocl.so",
          "libblis-mt.so",
          "libblis.so",
          "libblis.dylib",
          "libarmpl_lp64.so",
          "libcblas.so",
          "libblas.so");

  /** Last, because it cannot be held to a number of threads; the others were put there by hand. */
  private static final Path ACCELERATE =
      Path.of("/System/Library/Frameworks/Accelerate.framework/Accelerate");

  /** Set by the scripts that come with oneMKL, Arm Performance Libraries and AOCL. */
  private static final List<String> VENDORS_ROOTS = List.of("MKLROOT", "ARMPL_DIR", "AOCL_ROOT");

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

  static BlasLocator fromEnvironment() {
    return of(Optional.ofNullable(System.getProperty(PROPERTY)), System.getenv());
  }

  /**
   * The user's choice, if there is one; a property goes before the environment.
   *
   * @param property value of {@link #PROPERTY}
   */
  static BlasLocator of(Optional<String> property, Map<String, String> environment) {
    Optional<String> chosen = property.or(() -> Optional.ofNullable(environment.get(VARIABLE)));
    Stream<Path> roots =
        VENDORS_ROOTS.stream()
            .map(variable -> environment.getOrDefault(variable, ""))
            // What isn't absolute would be looked for below the working directory.
            .filter(root -> root.startsWith("/"))
            .map(root -> Path.of(root).resolve("lib"));
    return new BlasLocator(
        chosen.filter(text -> !text.isBlank()).map(Path::of),
        Stream.concat(roots, SYSTEM_FOLDERS.stream()).toList());
  }

  /** Files to try, best first. */
  List<Path> candidates() {
    if (named.isPresent()) {
      return List.of(named.get());
    }
    Stream<Path> files =
        NAMES.stream()
            .flatMap(name -> folders.stream().flatMap(folder -> versions(folder, name).stream()));
    return Stream.concat(files, Stream.of(ACCELERATE)).filter(SharedLibrary::mayExist).toList();
  }

  /** The files of this name and those with a number behind it, the highest first. */
  private static List<Path> versions(Path folder, String name) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> version(file, name).isPresent())
          .sorted(Comparator.comparing((Path file) -> version(file, name).orElseThrow()).reversed())
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** 2 for {@code libblis.so.2}, -1 for {@code libblis.so}, empty for other files. */
  private static Optional<Integer> version(Path file, String name) {
    String own = file.getFileName().toString();
    if (own.equals(name)) {
      return Optional.of(-1);
    }
    String rest = own.startsWith(name + ".") ? own.substring(name.length() + 1) : "";
    return rest.matches("\\d{1,4}") ? Optional.of(Integer.valueOf(rest)) : Optional.empty();
  }

  String notFound() {
    return ("no CBLAS library (%s) in %s; install libopenblas0, or name one with %s or -D%s")
        .formatted(
            "libopenblas, libmkl_rt, libarmpl_lp64, libaocl, libblis, libblas",
            folders,
            VARIABLE,
            PROPERTY);
  }
}
