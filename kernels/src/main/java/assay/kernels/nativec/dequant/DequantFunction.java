package assay.kernels.nativec.dequant;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.DequantSpec;
import assay.kernels.binding.Downcalls;
import assay.kernels.nativec.NativeLibrary;
import assay.kernels.nativec.Tier;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The C function for a pair of formats: {@code void f(const uint8_t *stored, long k, void *out)}.
 *
 * @param streams whether its stores bypass the caches
 */
record DequantFunction(MemorySegment address, boolean streams) {

  private static final MethodHandle DECODE =
      Downcalls.returningNothing(ADDRESS, JAVA_LONG, ADDRESS);

  /**
   * An ordinary store first reads the line that it overwrites, which is a third of all traffic when
   * the output comes from memory; one that bypasses the caches takes the output away from whoever
   * reads it next. So the latter is for outputs that no cache could hold.
   *
   * @param cacheBytes of the last cache, 0 when that is not known
   */
  static DequantFunction of(NativeLibrary library, Tier tier, DequantSpec spec, long cacheBytes) {
    long output = spec.target().bytesFor(spec.outputs());
    String suffix =
        switch (spec.target()) {
          case F16 -> "_to_f16";
          case BF16 -> "_to_bf16";
          default -> "";
        };
    if (cacheBytes > 0 && output > cacheBytes) {
      var streaming = library.find("stream" + suffix, spec.stored(), tier);
      if (streaming.isPresent()) {
        return new DequantFunction(streaming.get(), true);
      }
    }
    return new DequantFunction(
        library.find("decode" + suffix, spec.stored(), tier).orElseThrow(), false);
  }

  void decode(MemorySegment stored, long elements, MemorySegment out) {
    try {
      DECODE.invokeExact(address, stored, elements, out);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }
}
