package assay.kernels.nativec.dequant;

import assay.kernels.DequantSpec;
import assay.kernels.nativec.NativeLibrary;
import assay.kernels.nativec.Tier;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * How the output is written.
 *
 * <p>An ordinary store reads the line first that it then overwrites, which costs as much as writing
 * it when it comes from memory. A store past the caches doesn't, but whoever reads the output next
 * finds it in memory only.
 */
enum Stores {
  CACHED("NativeDequant", "decode"),
  STREAMING("NativeDequantStream", "stream");

  private final String kernelName;
  private final String function;

  Stores(String kernelName, String function) {
    this.kernelName = kernelName;
    this.function = function;
  }

  String kernelName() {
    return kernelName;
  }

  /** The C function; empty where the tier has no such stores. */
  Optional<MemorySegment> find(NativeLibrary library, Tier tier, DequantSpec spec) {
    String target =
        switch (spec.target()) {
          case F16 -> "_to_f16";
          case BF16 -> "_to_bf16";
          default -> "";
        };
    return library.find(function + target, spec.stored(), tier);
  }

  /** For people. */
  @Override
  public String toString() {
    return this == CACHED ? "through the caches" : "past the caches";
  }
}
