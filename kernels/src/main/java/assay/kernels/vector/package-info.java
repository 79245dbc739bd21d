/**
 * The Vector API backend, with its sub-packages the only code that imports {@code
 * jdk.incubator.vector}.
 */
package assay.kernels.vector;
