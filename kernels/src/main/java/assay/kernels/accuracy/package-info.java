/**
 * How far a result is from the truth: which outputs are looked at, and the measures over them.
 *
 * <p>Called by {@code bench} and by the contract tests; it judges numbers and never runs a kernel.
 */
package assay.kernels.accuracy;
