package assay.kernels.vulkan;

/**
 * A product that a subgroup computes as one instruction, {@code m x k} by {@code k x n}.
 *
 * @param factors type of both factors: f16, bf16, i8 …
 * @param sums type of the running sums and of the result
 */
record CooperativeShape(int m, int n, int k, String factors, String sums) {

  /** {@code 16x16x16 f16 f32}. */
  @Override
  public String toString() {
    return "%dx%dx%d %s %s".formatted(m, n, k, factors, sums);
  }
}
