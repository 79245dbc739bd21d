package assay.bench.cli;

/** The user can mend it; the message is one sentence that says how. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
