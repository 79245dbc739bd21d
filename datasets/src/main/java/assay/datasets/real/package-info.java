/**
 * Trained weights, and what a trained model feeds them.
 *
 * <p>Gaussian noise has no outliers and hides what quantization does to a real model. {@link
 * assay.datasets.real.RealWeights} hands out rows of any width from a small slice that ships with
 * Assay, or from a tensor file of the user's own.
 */
package assay.datasets.real;
