package assay.kernels.gpu.code;

/** A source that a run-time compiler does not take, with the beginning of its log. */
final class CompileException extends Exception {
  private static final long serialVersionUID = 1L;

  CompileException(String message) {
    super(message);
  }
}
