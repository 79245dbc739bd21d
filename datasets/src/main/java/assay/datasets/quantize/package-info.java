/**
 * Rewriting a tensor file in another stored format.
 *
 * <p>Library function behind {@code assay quantize}.
 */
package assay.datasets.quantize;
