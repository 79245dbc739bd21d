/**
 * Tensor files under one interface, whatever their container.
 *
 * <p>{@link assay.datasets.TensorFiles} opens GGUF, safetensors and ONNX files by what they
 * contain. Readers believe nothing: every length and offset is checked against the file before it
 * is used, nothing is allocated by a count that the file states, and whatever is wrong becomes a
 * {@link assay.datasets.TensorFileException} that names file, field and byte offset.
 */
package assay.datasets;
