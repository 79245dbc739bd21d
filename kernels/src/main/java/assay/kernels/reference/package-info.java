/**
 * The truth: float64 arithmetic on the decoded stored weights, with the error a correct kernel may
 * have beside each value. Slow and plain; the contract tests and every measured case are held
 * against it.
 *
 * <p>{@link assay.kernels.reference.Truth} computes chosen outputs, {@link
 * assay.kernels.reference.Freivalds} checks a whole matmul, and the backend {@code reference} runs
 * the operation like any other.
 */
package assay.kernels.reference;
