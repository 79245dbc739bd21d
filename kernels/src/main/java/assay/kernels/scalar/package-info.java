/** Plain Java loops: the portable twin of every vector kernel, and the baseline in reports. */
package assay.kernels.scalar;
