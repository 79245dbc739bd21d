/**
 * The truth: float64 arithmetic on the decoded stored weights. Slow and plain; the contract tests
 * and every measured case are held against it.
 */
package assay.kernels.reference;
