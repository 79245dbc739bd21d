package assay.kernels.ggml;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import assay.kernels.Arithmetic;
import assay.kernels.Format;
import assay.kernels.binding.Downcalls;
import assay.kernels.binding.SharedLibrary;
import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.ggml.GgmlLocator.CpuVariant;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The CPU backend of one instruction-set tier.
 *
 * @param registration ggml's {@code ggml_backend_reg_t}
 * @param device ggml's {@code ggml_backend_dev_t}
 * @param bufferTypes where weights may lie: Assay's device id to {@code ggml_backend_buffer_type_t}
 * @param features what it was built with, for instance {@code AVX2} to {@code 1}
 */
record GgmlCpu(
    CpuVariant variant,
    MemorySegment registration,
    MemorySegment device,
    GgmlCpuTypes types,
    Map<String, MemorySegment> bufferTypes,
    Map<String, String> features) {

  /** {@code GGML_BACKEND_API_VERSION}, the first field of {@code struct ggml_backend_reg}. */
  private static final int API_VERSION = 2;

  private static final String DEFAULT_DEVICE = "cpu";
  private static final long POINTER = ADDRESS.byteSize();

  /** No CPU has more buffer types or features than this; stops at the first NULL anyway. */
  private static final int MAX_ENTRIES = 256;

  private static final MethodHandle NO_ARGUMENTS = Downcalls.returning(ADDRESS);
  private static final MethodHandle LIST_OF = Downcalls.returning(ADDRESS, ADDRESS);
  private static final MethodHandle SCORE = Downcalls.returning(JAVA_INT);

  /**
   * Opens the variant that scores best on this processor, as ggml's own loader does.
   *
   * @throws UnusableLibraryException with the reason for each variant
   */
  static GgmlCpu open(List<CpuVariant> variants, GgmlDevices devices)
      throws UnusableLibraryException {
    List<String> reasons = new ArrayList<>();
    Optional<CpuVariant> best = Optional.empty();
    int bestScore = 0;
    for (CpuVariant variant : variants) {
      try {
        int score = score(variant);
        if (score > bestScore) {
          best = Optional.of(variant);
          bestScore = score;
        }
        if (score == 0) {
          reasons.add(variant.file() + " needs instructions that this processor lacks");
        }
      } catch (UnusableLibraryException e) {
        reasons.add(e.getMessage());
      }
    }
    if (best.isEmpty()) {
      throw new UnusableLibraryException(String.join("; ", reasons));
    }
    return open(best.get(), devices);
  }

  private static int score(CpuVariant variant) throws UnusableLibraryException {
    try (Arena arena = Arena.ofConfined()) {
      SharedLibrary library = SharedLibrary.open(variant.file(), arena);
      Optional<MemorySegment> score = library.find("ggml_backend_score");
      return score.isEmpty() ? 1 : (int) SCORE.invokeExact(score.get());
    } catch (UnusableLibraryException e) {
      throw e;
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }

  private static GgmlCpu open(CpuVariant variant, GgmlDevices devices)
      throws UnusableLibraryException {
    SharedLibrary library = SharedLibrary.open(variant.file(), Arena.global());
    MemorySegment registration = call(entry(library));
    if (Downcalls.isNull(registration)) {
      throw new UnusableLibraryException(variant.file() + " did not initialise");
    }
    int version = registration.reinterpret(POINTER).get(JAVA_INT, 0);
    if (version != API_VERSION) {
      throw new UnusableLibraryException(
          "%s has backend API version %d; Assay knows %d"
              .formatted(variant.file(), version, API_VERSION));
    }
    if (devices.deviceCount(registration) < 1) {
      throw new UnusableLibraryException(variant.file() + " has no device");
    }
    MemorySegment device = devices.deviceAt(registration, 0);
    return new GgmlCpu(
        variant,
        registration,
        device,
        new GgmlCpuTypes(library),
        bufferTypes(devices, registration, device),
        features(devices, registration));
  }

  /** Builds whose backends are not loadable modules export only the second name. */
  private static MemorySegment entry(SharedLibrary library) throws UnusableLibraryException {
    Optional<MemorySegment> module = library.find("ggml_backend_init");
    return module.isPresent() ? module.get() : library.require("ggml_backend_cpu_reg");
  }

  /** The roundings of a dot product with this format. */
  Arithmetic arithmetic(Format stored) {
    Format activations = types.partner(stored).orElseThrow();
    // Arm's half-precision arithmetic is used for F16 sums where the processor has it.
    boolean halfSums = stored == Format.F16 && features.containsKey("FP16_VA");
    return new Arithmetic(activations, Format.F32, halfSums ? Format.F16 : Format.F32);
  }

  private static Map<String, MemorySegment> bufferTypes(
      GgmlDevices devices, MemorySegment registration, MemorySegment device) {
    var types = new LinkedHashMap<String, MemorySegment>();
    types.put(DEFAULT_DEVICE, devices.defaultBufferType(device));
    MemorySegment function = devices.procAddress(registration, "ggml_backend_dev_get_extra_bufts");
    if (!Downcalls.isNull(function)) {
      for (MemorySegment type : list(function, device, 1)) {
        types.put(deviceId(devices.bufferTypeName(type)), type);
      }
    }
    return types;
  }

  /** {@code CPU_REPACK} becomes {@code cpu-repack}, {@code AMX} becomes {@code cpu-amx}. */
  private static String deviceId(String bufferType) {
    String id = bufferType.toLowerCase(Locale.ROOT).replace('_', '-');
    return id.startsWith(DEFAULT_DEVICE) ? id : DEFAULT_DEVICE + "-" + id;
  }

  private static Map<String, String> features(GgmlDevices devices, MemorySegment registration) {
    var features = new LinkedHashMap<String, String>();
    MemorySegment function = devices.procAddress(registration, "ggml_backend_get_features");
    if (!Downcalls.isNull(function)) {
      List<MemorySegment> pairs = list(function, registration, 2);
      for (int i = 0; i + 1 < pairs.size(); i += 2) {
        features.put(Downcalls.string(pairs.get(i)), Downcalls.string(pairs.get(i + 1)));
      }
    }
    return features;
  }

  /** Reads a C array of {@code width} pointers per entry that ends with a NULL. */
  private static List<MemorySegment> list(
      MemorySegment function, MemorySegment subject, int width) {
    MemorySegment array;
    try {
      array = (MemorySegment) LIST_OF.invokeExact(function, subject);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
    var entries = new ArrayList<MemorySegment>();
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

  private static MemorySegment call(MemorySegment function) {
    try {
      return (MemorySegment) NO_ARGUMENTS.invokeExact(function);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }
}
