package assay.kernels.ggml;

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

  private static final String DEFAULT_DEVICE = "cpu";

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
    var registration = GgmlRegistration.of(library, "ggml_backend_cpu_reg", devices);
    if (registration.devices().isEmpty()) {
      throw new UnusableLibraryException(variant.file() + " has no device");
    }
    MemorySegment device = registration.devices().getFirst();
    return new GgmlCpu(
        variant,
        registration.pointer(),
        device,
        new GgmlCpuTypes(library),
        bufferTypes(devices, registration, device),
        registration.features());
  }

  /** The roundings of a dot product with this format. */
  Arithmetic arithmetic(Format stored) {
    Format activations = types.partner(stored).orElseThrow();
    // Arm's half-precision arithmetic is used for F16 sums where the processor has it.
    boolean halfSums = stored == Format.F16 && features.containsKey("FP16_VA");
    return new Arithmetic(activations, Format.F32, halfSums ? Format.F16 : Format.F32);
  }

  private static Map<String, MemorySegment> bufferTypes(
      GgmlDevices devices, GgmlRegistration registration, MemorySegment device) {
    var types = new LinkedHashMap<String, MemorySegment>();
    types.put(DEFAULT_DEVICE, devices.defaultBufferType(device));
    for (MemorySegment type : registration.list("ggml_backend_dev_get_extra_bufts", device, 1)) {
      types.put(deviceId(devices.bufferTypeName(type)), type);
    }
    return types;
  }

  /** {@code CPU_REPACK} becomes {@code cpu-repack}, {@code AMX} becomes {@code cpu-amx}. */
  private static String deviceId(String bufferType) {
    String id = bufferType.toLowerCase(Locale.ROOT).replace('_', '-');
    return id.startsWith(DEFAULT_DEVICE) ? id : DEFAULT_DEVICE + "-" + id;
  }
}
