/**
 * MATMUL with activations rounded to 8 bits: {@code int8_*.c}.
 *
 * <p>Weights are repacked in {@code prepare} so that lane i of every vector belongs to row i of a
 * group; see {@code int8.h} for the layouts. Serves decode and prefill.
 */
package assay.kernels.nativec.int8;
