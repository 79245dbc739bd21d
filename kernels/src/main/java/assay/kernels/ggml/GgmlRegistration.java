package assay.kernels.ggml;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import assay.kernels.binding.Downcalls;
import assay.kernels.binding.SharedLibrary;
import assay.kernels.binding.UnusableLibraryException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one backend library says of itself.
 *
 * @param pointer ggml's {@code ggml_backend_reg_t}
 */
record GgmlRegistration(MemorySegment pointer, GgmlDevices functions) {

  /** {@code GGML_BACKEND_API_VERSION}, the first field of {@code struct ggml_backend_reg}. */
  private static final int API_VERSION = 2;

  private static final long POINTER = ADDRESS.byteSize();

  /** No backend has more buffer types or features than this; stops at the first NULL anyway. */
  private static final int MAX_ENTRIES = 256;

  private static final MethodHandle NO_ARGUMENTS = Downcalls.returning(ADDRESS);
  private static final MethodHandle LIST_OF = Downcalls.returning(ADDRESS, ADDRESS);

  /**
   * Initialises the library, which for a GPU starts its driver.
   *
   * @param builtIn the entry of builds whose backends are not loadable modules
   * @throws UnusableLibraryException when it has no entry, refuses, or is for another version
   */
  static GgmlRegistration of(SharedLibrary library, String builtIn, GgmlDevices functions)
      throws UnusableLibraryException {
    Optional<MemorySegment> module = library.find("ggml_backend_init");
    MemorySegment pointer = call(module.isPresent() ? module.get() : library.require(builtIn));
    if (Downcalls.isNull(pointer)) {
      throw new UnusableLibraryException(library.path() + " did not initialise");
    }
    int version = pointer.reinterpret(POINTER).get(JAVA_INT, 0);
    if (version != API_VERSION) {
      throw new UnusableLibraryException(
          "%s has backend API version %d; Assay knows %d"
              .formatted(library.path(), version, API_VERSION));
    }
    return new GgmlRegistration(pointer, functions);
  }

  /** Each a {@code ggml_backend_dev_t}. */
  List<MemorySegment> devices() {
    var devices = new ArrayList<MemorySegment>();
    for (long i = 0; i < functions.deviceCount(pointer); i++) {
      devices.add(functions.deviceAt(pointer, i));
    }
    return devices;
  }

  /**
   * What it was built with, for instance {@code AVX2} to {@code 1}; empty when it tells nothing.
   */
  Map<String, String> features() {
    var features = new LinkedHashMap<String, String>();
    List<MemorySegment> pairs = list("ggml_backend_get_features", pointer, 2);
    for (int i = 0; i + 1 < pairs.size(); i += 2) {
      features.put(Downcalls.string(pairs.get(i)), Downcalls.string(pairs.get(i + 1)));
    }
    return features;
  }

  /**
   * The C array that a function of this backend returns, {@code width} pointers per entry up to a
   * NULL; empty when it has no such function.
   */
  List<MemorySegment> list(String name, MemorySegment subject, int width) {
    var entries = new ArrayList<MemorySegment>();
    MemorySegment function = functions.procAddress(pointer, name);
    MemorySegment array =
        Downcalls.isNull(function) ? MemorySegment.NULL : array(function, subject);
    if (Downcalls.isNull(array)) {
      return entries;
    }
    MemorySegment view = array.reinterpret(MAX_ENTRIES * POINTER);
    for (int i = 0; i + width <= MAX_ENTRIES; i += width) {
      if (Downcalls.isNull(view.getAtIndex(ADDRESS, i))) {
        break;
      }
      for (int j = 0; j < width; j++) {
        entries.add(view.getAtIndex(ADDRESS, i + j));
      }
    }
    return entries;
  }

  private static MemorySegment array(MemorySegment function, MemorySegment subject) {
    try {
      return (MemorySegment) LIST_OF.invokeExact(function, subject);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  private static MemorySegment call(MemorySegment function) {
    try {
      return (MemorySegment) NO_ARGUMENTS.invokeExact(function);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }
}
