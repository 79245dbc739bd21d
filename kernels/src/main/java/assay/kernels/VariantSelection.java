package assay.kernels;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Picks a variant from a list ordered best first; shared by the backends written in Java. */
public final class VariantSelection {

  private final String backend;
  private final List<KernelVariant> variants;

  public VariantSelection(String backend, List<KernelVariant> variants) {
    this.backend = backend;
    this.variants = List.copyOf(variants);
  }

  public List<String> namesFor(Spec spec) {
    return able(spec).map(KernelVariant::name).toList();
  }

  /**
   * Yes when any variant runs the spec; else the reason of the first that is made for its operation
   * and format, or that none is.
   */
  public Support supports(Spec spec) {
    if (able(spec).findAny().isPresent()) {
      return Support.yes();
    }
    return madeFor(spec)
        .map(variant -> variant.supports(spec))
        .findFirst()
        .orElseGet(() -> Support.no(absence(spec)));
  }

  /** The named variant, or the first that prefers the spec, or the first that supports it. */
  public KernelVariant select(Spec spec, Settings settings) {
    if (settings.variant().isPresent()) {
      return named(spec, settings.variant().get());
    }
    return able(spec)
        .filter(variant -> variant.preferredFor(spec))
        .findFirst()
        .or(() -> able(spec).findFirst())
        .orElseThrow(() -> refused(spec));
  }

  private KernelVariant named(Spec spec, String name) {
    KernelVariant variant =
        madeFor(spec)
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

  private Stream<KernelVariant> madeFor(Spec spec) {
    return of(spec.operation()).filter(variant -> variant.takes(spec.stored()));
  }

  private Stream<KernelVariant> of(Operation operation) {
    return variants.stream().filter(variant -> variant.operation() == operation);
  }

  private Stream<KernelVariant> able(Spec spec) {
    return madeFor(spec).filter(variant -> variant.supports(spec).isYes());
  }

  private String absence(Spec spec) {
    String operation = spec.operation().text();
    String formats =
        Stream.of(Format.values())
            .filter(format -> of(spec.operation()).anyMatch(variant -> variant.takes(format)))
            .map(Format::text)
            .collect(Collectors.joining(", "));
    return formats.isEmpty()
        ? "the %s backend has no %s".formatted(backend, operation)
        : "the %s backend has %s of %s, not of %s"
            .formatted(backend, operation, formats, spec.stored());
  }
}
