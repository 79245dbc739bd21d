/**
 * What this machine can do at most, measured by loops of the same language as the kernels.
 *
 * <p>Called by the bench before its cases; figures of kernels are given as a share of these. Loops
 * here do nothing useful and nothing else: no kernel may depend on them.
 */
package assay.kernels.vector.ceiling;
