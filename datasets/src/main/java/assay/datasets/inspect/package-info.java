/**
 * Looking into tensor files: what is there, and one tensor's numbers as a plain file.
 *
 * <p>Library functions behind {@code assay inspect}; they return records and text and print
 * nothing.
 */
package assay.datasets.inspect;
