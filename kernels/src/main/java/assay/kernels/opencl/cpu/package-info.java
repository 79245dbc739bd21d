/**
 * MATMUL on OpenCL devices that are processors, by kernels of OpenCL alone ({@code cpu_*.cl}): a
 * work item has vectors of 16 lanes and a tile of sums in registers, as the C kernels of {@code
 * assay.kernels.nativec} have, and a group is one item. What a portable kernel gains by local
 * memory and many items costs a processor copies and loops.
 */
package assay.kernels.opencl.cpu;
