package assay.kernels.blas;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import assay.kernels.binding.Downcalls;
import assay.kernels.binding.SharedLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a BLAS library says about itself.
 *
 * @param core the processor family its kernels were chosen for, or a sentence that it doesn't say
 * @param details library, file, and version or build options where they are exported
 */
record BlasIdentity(String core, Map<String, String> details) {

  private static final MethodHandle STRING = Downcalls.returning(ADDRESS);
  private static final MethodHandle NUMBER = Downcalls.returning(JAVA_INT);
  private static final MethodHandle FILL_STRING = Downcalls.returningNothing(ADDRESS, JAVA_INT);

  private static final int VERSION_LENGTH = 256;

  static BlasIdentity of(SharedLibrary library, BlasVendor vendor) {
    var details = new TreeMap<String, String>();
    details.put("library", vendor.title());
    details.put("file", library.path().toString());
    String core = "core not reported";
    switch (vendor) {
      case OPENBLAS -> {
        details.put("config", openblasConfig(library));
        details.put("version", openblasVersion(details.get("config")));
        core = text(library, "openblas_get_corename");
        details.put("core", core);
      }
      case BLIS -> {
        details.put("version", text(library, "bli_info_get_version_str"));
        if (details.get("version").contains("AOCL")) {
          details.put("library", "AOCL-BLAS");
        }
      }
      case MKL -> details.put("version", mklVersion(library));
      case ARMPL -> details.put("version", ArmplVersion.of(library).text());
      case ACCELERATE ->
          details.put("version", "that of the system, " + System.getProperty("os.version"));
      case OTHER -> details.put("version", "not reported");
    }
    details.values().removeIf(String::isBlank);
    return new BlasIdentity(core.isBlank() ? "core not reported" : core, details);
  }

  static String openblasConfig(SharedLibrary library) {
    return text(library, "openblas_get_config");
  }

  /** Builds of BLIS without threads take a count too, and compute on one thread nonetheless. */
  static boolean isThreaded(SharedLibrary library) {
    var function = library.find("bli_info_get_enable_threading");
    try {
      return function.isEmpty() || (int) NUMBER.invokeExact(function.get()) != 0;
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  /** The configuration starts with {@code OpenBLAS 0.3.29}. */
  private static String openblasVersion(String config) {
    String[] words = config.split("\\s+");
    return words.length > 1 && words[0].equals("OpenBLAS") ? words[1] : "";
  }

  private static String text(SharedLibrary library, String function) {
    return library.find(function).map(BlasIdentity::call).orElse("").strip();
  }

  private static String call(MemorySegment function) {
    try {
      return Downcalls.string((MemorySegment) STRING.invokeExact(function));
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  private static String mklVersion(SharedLibrary library) {
    var function = library.find("MKL_Get_Version_String");
    if (function.isEmpty()) {
      return "";
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(VERSION_LENGTH);
      FILL_STRING.invokeExact(function.get(), buffer, VERSION_LENGTH - 1);
      return buffer.getString(0).strip();
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }
}
