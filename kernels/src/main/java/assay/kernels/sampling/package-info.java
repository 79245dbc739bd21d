/** How a device's ceiling is sampled, whoever's kernel it is: by its own clock or by the host's. */
package assay.kernels.sampling;
