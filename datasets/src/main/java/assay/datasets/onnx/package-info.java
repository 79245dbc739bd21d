/**
 * The weights of an ONNX file: its initializers, and nothing of its graph.
 *
 * <p>Reads the few protobuf fields that matter (onnx.proto3, Apache-2.0). Tensors in external data
 * files or of types other than float32 and float16 are left out. Use {@link
 * assay.datasets.TensorFiles} to open files.
 */
package assay.datasets.onnx;
