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
  private static final MethodHandle FILL_STRING = Downcalls.returningNothing(ADDRESS, JAVA_INT);

  private static final int VERSION_LENGTH = 256;

  static BlasIdentity of(SharedLibrary library, BlasVendor vendor) {
    var details = new TreeMap<String, String>();
    details.put("library", vendor.title());
    details.put("file", library.path().toString());
    String core = "core not reported";
    switch (vendor) {
      case OPENBLAS -> {
        details.put("config", text(library, "openblas_get_config"));
        details.put("version", openblasVersion(details.get("config")));
        core = text(library, "openblas_get_corename");
        details.put("core", core);
      }
      case BLIS -> details.put("version", text(library, "bli_info_get_version_str"));
      case MKL -> details.put("version", mklVersion(library));
    }
    details.values().removeIf(String::isBlank);
    return new BlasIdentity(core.isBlank() ? "core not reported" : core, details);
  }

  /** Whether integers are 64 bits wide, so that the 32-bit CBLAS interface would misread them. */
  boolean hasWideIntegers() {
    return details.getOrDefault("config", "").contains("USE64BITINT");
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
