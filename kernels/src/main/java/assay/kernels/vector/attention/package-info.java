/**
 * ATTENTION by the Vector API, in one pass over the cache with a running softmax.
 *
 * <p>Two strategies: {@link assay.kernels.vector.attention.VectorAttentionBlocked} for many queries
 * (small matrix products, a query in each lane) and {@link
 * assay.kernels.vector.attention.VectorAttentionSplit} for few (the context is split among threads,
 * and their partial results are merged). Neither ever holds the n x context scores.
 */
package assay.kernels.vector.attention;
