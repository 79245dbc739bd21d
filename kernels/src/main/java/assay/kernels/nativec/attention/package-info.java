/**
 * ATTENTION in one pass over the cache with a running softmax: {@code attention_*.c}.
 *
 * <p>Two strategies: {@link assay.kernels.nativec.attention.NativeAttentionBlocked} for many
 * queries (small matrix products, a query in each lane) and {@link
 * assay.kernels.nativec.attention.NativeAttentionSplit} for few (the context is split among threads
 * and the cache is used as it is stored). Neither ever holds the n x context scores.
 */
package assay.kernels.nativec.attention;
