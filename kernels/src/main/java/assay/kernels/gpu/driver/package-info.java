/**
 * The drivers of NVIDIA's and AMD's GPUs, called as they are: one layer, two tables of symbols.
 *
 * <p>CUDA's driver interface and HIP's differ in names and in a handful of signatures. {@link
 * assay.kernels.gpu.driver.Maker} holds the names, and everything above it does not know which of
 * the two it runs on. No toolkit is needed, neither to build nor to run. Handles are longs: every
 * one is as wide as a pointer, and a call that makes no object allocates nothing.
 *
 * <p>Used by the kernels in {@code assay.kernels.gpu}. Knows nothing of operations and formats.
 */
package assay.kernels.gpu.driver;
