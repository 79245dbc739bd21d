/** Vector widths, chosen in one place; used by every vector kernel, knows none of them. */
package assay.kernels.vector.shape;
