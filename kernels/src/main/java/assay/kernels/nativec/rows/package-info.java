/**
 * MATMUL in float32 for one to three columns of X: {@code rows_multiply.c}.
 *
 * <p>Rows of W are read once, as they are stored, and multiplied on the spot: the speed of memory
 * is the limit.
 */
package assay.kernels.nativec.rows;
