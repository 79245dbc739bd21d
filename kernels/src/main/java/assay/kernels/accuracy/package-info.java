/** How far a result is from the truth: error measures, seeded sampling, the Freivalds check. */
package assay.kernels.accuracy;
