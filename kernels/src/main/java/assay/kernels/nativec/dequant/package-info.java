/**
 * DEQUANT: {@code dequant_*.c}, whose arithmetic lies in {@code decode_*.h} for other kernels to
 * use.
 */
package assay.kernels.nativec.dequant;
