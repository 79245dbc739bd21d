/**
 * From a kernel's source to code that a device runs: compiled at run time where the maker's
 * compiler is there, kept on disk, or taken ready-made from the jar.
 *
 * <p>Used by the kernels in {@code assay.kernels.gpu}; every {@link assay.kernels.gpu.code.Code}
 * says where it came from, for the record.
 */
package assay.kernels.gpu.code;
