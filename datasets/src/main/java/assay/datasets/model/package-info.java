/**
 * The model catalogue: shapes of open-weight models, each with its sources.
 *
 * <p>{@link assay.datasets.model.Catalogue} reads {@code models.yaml} strictly and recounts every
 * model's parameters from its own shapes: a wrong width, head count or tied flag breaks the count.
 * {@link assay.datasets.model.ModelWeights} lists a model's matrices, which is what suites are made
 * of.
 */
package assay.datasets.model;
