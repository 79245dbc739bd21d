/**
 * Stored rows to float32, vectorised: the front half of dequantization, prefill and attention.
 *
 * <p>Every decoder gives the same bits as the format's codec, so a kernel built on it has no weight
 * error of its own. Nothing here allocates, starts a thread or knows a tensor's shape.
 */
package assay.kernels.vector.decode;
