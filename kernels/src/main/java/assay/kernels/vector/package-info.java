/** The Vector API backend, the only package that imports {@code jdk.incubator.vector}. */
package assay.kernels.vector;
