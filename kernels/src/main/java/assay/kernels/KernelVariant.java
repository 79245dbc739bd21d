package assay.kernels;

/** One strategy for one operation; a backend lists its variants best first. */
public interface KernelVariant {

  /** The class name of the strategy, for instance {@code VectorMatmulTile}. */
  String name();

  /** Whether this variant can run the spec at all. */
  Support supports(Spec spec);

  /** Whether it is the right choice for the spec when nobody names a variant. */
  default boolean preferredFor(Spec spec) {
    return true;
  }

  PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings);
}
