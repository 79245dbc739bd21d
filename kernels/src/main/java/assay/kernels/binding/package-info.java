/**
 * Opening shared libraries and calling C functions in them; used by the backends that bind to one.
 *
 * <p>A library is opened by its full path only. Nothing here knows what a library is for.
 */
package assay.kernels.binding;
