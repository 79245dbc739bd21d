/**
 * safetensors, the file format of Hugging Face: a length, a JSON header, the data.
 *
 * <p>Use {@link assay.datasets.TensorFiles} to open files. Like the reference implementation the
 * reader refuses gaps between tensors and bytes that belong to none, so that nothing can hide
 * there.
 */
package assay.datasets.safetensors;
