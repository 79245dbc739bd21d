/**
 * YAML read strictly: every key must be known, every value of the right kind.
 *
 * <p>Used by the model catalogue and by suite files. Every refusal is one sentence that names file,
 * entry and field.
 */
package assay.datasets.yaml;
