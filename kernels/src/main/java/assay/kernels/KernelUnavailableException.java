package assay.kernels;

/** What was asked for cannot run; the message says why. */
public final class KernelUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public KernelUnavailableException(String backend, String reason) {
    super(backend + ": " + reason);
  }
}
