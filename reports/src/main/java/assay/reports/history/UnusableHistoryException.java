package assay.reports.history;

/** A history, or what is to go into one, cannot be used; the message is one sentence for people. */
public final class UnusableHistoryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnusableHistoryException(String message) {
    super(message);
  }

  public UnusableHistoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
