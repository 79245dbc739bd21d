package assay.kernels.blas;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.binding.Downcalls;
import assay.kernels.binding.SharedLibrary;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Whether a library takes 64-bit integers (ILP64).
 *
 * <p>Such builds export the same names as those for 32 bits (LP64). Called with 32-bit dimensions
 * they may read garbage in the upper halves of registers and stack slots, and go anywhere.
 */
final class BlasIntegers {

  private static final MethodHandle BITS = Downcalls.returning(JAVA_LONG);

  private BlasIntegers() {}

  /**
   * By the name of the file or its folder, as Arm and Intel write it on the one and AMD on the
   * other; asked before loading.
   */
  static boolean areNamedWide(Path path) {
    Path file = path.toAbsolutePath();
    try {
      file = file.toRealPath();
    } catch (IOException e) {
      // Then it says in a moment what is wrong with the file.
    }
    int names = file.getNameCount();
    String last = file.subpath(Math.max(0, names - 2), names).toString();
    return last.toLowerCase(Locale.ROOT).contains("ilp64");
  }

  /** By what the library says of itself. */
  static boolean areWide(SharedLibrary library, BlasVendor vendor) {
    return switch (vendor) {
      case OPENBLAS -> BlasIdentity.openblasConfig(library).contains("USE64BITINT");
      case BLIS ->
          library.find("bli_info_get_blas_int_type_size").map(BlasIntegers::bits).orElse(32) == 64;
      case ARMPL -> ArmplVersion.of(library).isWide();
      case MKL -> isIlp64(System.getenv("MKL_INTERFACE_LAYER"));
      case ACCELERATE, OTHER -> false;
    };
  }

  /** {@code libmkl_rt} is both and chooses by this variable, for instance {@code GNU,ILP64}. */
  static boolean isIlp64(String layer) {
    return layer != null && layer.toUpperCase(Locale.ROOT).contains("ILP64");
  }

  /** {@code gint_t} is 32 or 64 bits wide itself, and the number fits either. */
  private static int bits(MemorySegment function) {
    try {
      return (int) (long) BITS.invokeExact(function);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  static String refusal(Path path) {
    return path + " is built for 64-bit integers; the 32-bit (LP64) build is needed";
  }
}
