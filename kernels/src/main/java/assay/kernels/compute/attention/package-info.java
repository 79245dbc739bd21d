/**
 * ATTENTION by portable kernels: stretches of the context, each by itself, and what brings them
 * together.
 */
package assay.kernels.compute.attention;
