package assay.kernels.gpu.blaslt;

/** A call of a library that did not succeed. */
final class BlasltException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message call, name and number of the status
   */
  BlasltException(String message) {
    super(message);
  }
}
