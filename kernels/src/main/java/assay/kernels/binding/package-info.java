/**
 * Opening shared libraries, calling C functions in them and guarding the memory that they write;
 * used by the backends that bind to one.
 *
 * <p>A library is opened by its full path only. Nothing here knows what a library is for.
 */
package assay.kernels.binding;
