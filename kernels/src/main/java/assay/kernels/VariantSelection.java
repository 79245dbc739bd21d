package assay.kernels;

import java.util.List;

/** Picks a variant from a list ordered best first; shared by the backends written in Java. */
public final class VariantSelection {

  private final String backend;
  private final List<KernelVariant> variants;

  public VariantSelection(String backend, List<KernelVariant> variants) {
    this.backend = backend;
    this.variants = List.copyOf(variants);
  }

  public List<String> namesFor(Spec spec) {
    return variants.stream()
        .filter(variant -> variant.supports(spec).isYes())
        .map(KernelVariant::name)
        .toList();
  }

  /** Yes when any variant runs the spec, else the first variant's reason for this operation. */
  public Support supports(Spec spec) {
    if (!namesFor(spec).isEmpty()) {
      return Support.yes();
    }
    return variants.stream()
        .map(variant -> variant.supports(spec))
        .findFirst()
        .orElse(Support.no("the %s backend has no kernels".formatted(backend)));
  }

  /** The named variant, or the first that prefers the spec, or the first that supports it. */
  public KernelVariant select(Spec spec, Settings settings) {
    if (settings.variant().isPresent()) {
      return named(spec, settings.variant().get());
    }
    List<KernelVariant> able =
        variants.stream().filter(variant -> variant.supports(spec).isYes()).toList();
    return able.stream()
        .filter(variant -> variant.preferredFor(spec))
        .findFirst()
        .or(() -> able.stream().findFirst())
        .orElseThrow(() -> refused(spec));
  }

  private KernelVariant named(Spec spec, String name) {
    KernelVariant variant =
        variants.stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow(() ->
                new KernelUnavailableException(
                    backend,
                    "no variant %s; for %s there are %s".formatted(name, spec, namesFor(spec))));
    if (variant.supports(spec) instanceof Support.No no) {
      throw new KernelUnavailableException(backend, name + ": " + no.reason());
    }
    return variant;
  }

  private KernelUnavailableException refused(Spec spec) {
    String reason = supports(spec) instanceof Support.No no ? no.reason() : "no variant";
    return new KernelUnavailableException(backend, reason);
  }
}
