package assay.kernels;

/** One strategy for one operation; a backend lists its variants best first. */
public interface KernelVariant {

  /** The class name of the strategy, for instance {@code VectorMatmulTile}. */
  String name();

  Operation operation();

  /** Whether it is made for weights, a cache or a tensor of this format. */
  default boolean takes(Format stored) {
    return true;
  }

  /**
   * Whether it can run the spec, here.
   *
   * @param spec of its operation and a format that it takes
   */
  default Support supports(Spec spec) {
    return Support.yes();
  }

  /** Whether it is the right choice for the spec when nobody names a variant. */
  default boolean preferredFor(Spec spec) {
    return true;
  }

  PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings);
}
