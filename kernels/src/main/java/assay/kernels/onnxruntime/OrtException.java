package assay.kernels.onnxruntime;

/** ONNX Runtime refused a call; the message is its own. */
final class OrtException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OrtException(String message) {
    super(message.strip().replaceAll("\\s+", " "));
  }
}
