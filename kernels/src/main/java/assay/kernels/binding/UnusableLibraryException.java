package assay.kernels.binding;

/** A shared library cannot be used; the message is one sentence that names the file. */
public final class UnusableLibraryException extends Exception {
  private static final long serialVersionUID = 1L;

  public UnusableLibraryException(String reason) {
    super(reason);
  }
}
