package assay.kernels.nativec.dequant;

import assay.kernels.DequantSpec;
import assay.kernels.Inputs;
import assay.kernels.KernelVariant;
import assay.kernels.Operation;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.nativec.NativeLibrary;
import assay.kernels.nativec.Tier;
import java.util.EnumSet;
import java.util.Set;

/** Decodes a tensor of any format to F32, F16 or BF16, as the codecs do to the bit. */
public final class NativeDequant implements KernelVariant {

  /** Their kernels would be those of the tier below, twice in every table. */
  private static final Set<Tier> ONLY_DOT_PRODUCTS =
      EnumSet.of(
          Tier.AVXVNNI,
          Tier.AVX512VNNI,
          Tier.AVX512BF16,
          Tier.AMX,
          Tier.DOTPROD,
          Tier.I8MM,
          Tier.BF16);

  private final NativeLibrary library;
  private final Tier tier;
  private final Stores stores;

  private NativeDequant(NativeLibrary library, Tier tier, Stores stores) {
    this.library = library;
    this.tier = tier;
    this.stores = stores;
  }

  /** Leaves the output in the caches, as far as they hold it. */
  public static NativeDequant cached(NativeLibrary library, Tier tier) {
    return new NativeDequant(library, tier, Stores.CACHED);
  }

  /** Writes past the caches; only where the instruction set has such stores. */
  public static NativeDequant streaming(NativeLibrary library, Tier tier) {
    return new NativeDequant(library, tier, Stores.STREAMING);
  }

  @Override
  public String name() {
    return stores.kernelName() + "." + tier.symbol();
  }

  @Override
  public Operation operation() {
    return Operation.DEQUANT;
  }

  @Override
  public Support supports(Spec spec) {
    if (ONLY_DOT_PRODUCTS.contains(tier)) {
      return Support.no("decoding has no use for the dot products of " + tier.symbol());
    }
    return stores.find(library, tier, (DequantSpec) spec).isPresent()
        ? Support.yes()
        : Support.no("%s has no stores past the caches".formatted(tier.symbol()));
  }

  @Override
  public boolean preferredFor(Spec spec) {
    return stores == Stores.CACHED || outgrows((DequantSpec) spec, LastCache.bytes());
  }

  /** Whether no cache could hold the output, so that nobody misses it there. */
  static boolean outgrows(DequantSpec spec, long cacheBytes) {
    return cacheBytes > 0 && spec.target().bytesFor(spec.outputs()) > cacheBytes;
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    return new DequantKernel(
        library, tier, stores, (DequantSpec) spec, (Inputs.Dequant) inputs, settings.threads());
  }
}
