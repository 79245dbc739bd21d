package assay.kernels.ggml;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import assay.kernels.Format;
import assay.kernels.binding.Downcalls;
import assay.kernels.binding.SharedLibrary;
import assay.kernels.binding.UnusableLibraryException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Which formats the CPU backend multiplies, and what it rounds the activations to for that.
 *
 * <p>Its {@code supports_op} says yes to formats without a dot product, which would then end the
 * process.
 */
final class GgmlCpuTypes {

  /** {@code struct ggml_type_traits_cpu}: from_float, vec_dot, vec_dot_type, nrows. */
  private static final long TRAITS_BYTES = 32;

  private static final long DOT_OFFSET = 8;
  private static final long PARTNER_OFFSET = 16;

  private static final MethodHandle TRAITS = Downcalls.returning(ADDRESS, JAVA_INT);

  private final SharedLibrary cpu;
  private final MemorySegment traits;

  GgmlCpuTypes(SharedLibrary cpu) throws UnusableLibraryException {
    this.cpu = cpu;
    traits = cpu.require("ggml_get_type_traits_cpu");
    check(cpu, Format.F32, Format.F32);
    check(cpu, Format.F16, Format.F16);
    check(cpu, Format.Q4_0, Format.Q8_0);
    check(cpu, Format.Q4_K, Format.Q8_K);
  }

  private void check(SharedLibrary cpu, Format format, Format expected)
      throws UnusableLibraryException {
    if (!partner(format).equals(Optional.of(expected))) {
      throw new UnusableLibraryException(
          "%s lays out ggml_type_traits_cpu in a way that Assay doesn't know"
              .formatted(cpu.path()));
    }
  }

  /**
   * The CPU backend's own decoder, which it has for the half-precision formats; those of the base
   * library are built for the oldest processor.
   */
  Optional<MemorySegment> toFloat(Format format) {
    return switch (format) {
      case F16 -> cpu.find("ggml_cpu_fp16_to_fp32");
      case BF16 -> cpu.find("ggml_cpu_bf16_to_fp32");
      default -> Optional.empty();
    };
  }

  /** The format that activations are rounded to, or empty when there is no dot product. */
  Optional<Format> partner(Format format) {
    MemorySegment struct;
    try {
      struct = (MemorySegment) TRAITS.invokeExact(traits, format.ggmlId());
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
    struct = struct.reinterpret(TRAITS_BYTES);
    if (Downcalls.isNull(struct.get(ADDRESS, DOT_OFFSET))) {
      return Optional.empty();
    }
    return Format.ofGgmlId(struct.get(JAVA_INT, PARTNER_OFFSET));
  }
}
