/**
 * Seeded inputs for every spec: what the kernels are fed.
 *
 * <p>{@link assay.datasets.generate.InputsFactory} turns a spec, a {@link
 * assay.datasets.generate.Fill} and a seed into tensors in off-heap memory. The same three always
 * give the same bytes, on every machine. Called by {@code bench}, outside of anything timed; it
 * must not know how kernels are run or judged.
 */
package assay.datasets.generate;
