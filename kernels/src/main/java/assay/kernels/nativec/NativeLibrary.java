package assay.kernels.nativec;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import assay.kernels.Format;
import assay.kernels.binding.Downcalls;
import assay.kernels.binding.PrivateCache;
import assay.kernels.binding.SharedLibrary;
import assay.kernels.binding.UnusableLibraryException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The opened library of kernels.
 *
 * @param tiers what this processor can run and the cap allows, best first
 */
public record NativeLibrary(SharedLibrary file, List<Tier> tiers) {

  /** {@code assay_abi} of the sources beside this class. */
  private static final int ABI = 3;

  private static final MethodHandle GET_INT = Downcalls.returning(JAVA_INT);

  /**
   * Unpacks, verifies and opens the library.
   *
   * @throws UnusableLibraryException with the reason, for people
   */
  static NativeLibrary open() throws UnusableLibraryException {
    // Global: worker threads of a kernel may outlive whatever would own the library.
    SharedLibrary file =
        SharedLibrary.open(NativeLibraryFile.in(PrivateCache.ofUser("native")), Arena.global());
    int abi = integer(file.require("assay_abi"));
    if (abi != ABI) {
      throw new UnusableLibraryException(
          "%s speaks version %d of the interface, not %d; build Assay again"
              .formatted(file.path(), abi, ABI));
    }
    return new NativeLibrary(file, Tier.of(integer(file.require("assay_tiers")), cap()));
  }

  /** {@code ASSAY_TIER} or {@code -Dassay.tier}: the best tier that may be used. */
  private static Optional<Tier> cap() throws UnusableLibraryException {
    String name = System.getProperty("assay.tier", System.getenv("ASSAY_TIER"));
    if (name == null || name.isBlank()) {
      return Optional.empty();
    }
    Optional<Tier> tier = Tier.named(name);
    if (tier.isEmpty()) {
      throw new UnusableLibraryException(
          "ASSAY_TIER is %s; it may be one of %s"
              .formatted(name, List.of(Tier.values()).stream().map(Tier::symbol).toList()));
    }
    return tier;
  }

  /** The address of {@code assay_NAME_TIER}. */
  public Optional<MemorySegment> find(String name, Tier tier) {
    return file.find("assay_%s_%s".formatted(name, tier.symbol()));
  }

  /** The address of {@code assay_NAME_FORMAT_TIER}. */
  public Optional<MemorySegment> find(String name, Format format, Tier tier) {
    return find(name + "_" + format.name().toLowerCase(Locale.ROOT), tier);
  }

  /** Calls {@code int f(void)}. */
  public static int integer(MemorySegment function) {
    try {
      return (int) GET_INT.invokeExact(function);
    } catch (Throwable thrown) {
      throw Downcalls.failed(thrown);
    }
  }
}
