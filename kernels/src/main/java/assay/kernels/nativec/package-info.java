/**
 * Kernels in C, compiled for each tier of instruction sets and called through the FFM API.
 *
 * <p>Their sources are in {@code kernels/src/main/c}; the build puts one library into the jar, and
 * {@link assay.kernels.nativec.NativeLibraryFile} puts it where it can be loaded from. A kernel is
 * a plain C function on our memory and our threads. Each strategy is a {@link
 * assay.kernels.KernelVariant} for each tier that this processor can run, so that a tier can be
 * compared with the next.
 */
package assay.kernels.nativec;
