package assay.bench.peers;

/** A peer could not be installed; the message is one sentence that says what to do. */
public final class PeerInstallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PeerInstallException(String message) {
    super(message);
  }
}
