package assay.reports.change;

/** A file of series that cannot be read; the message names the line and the cause. */
public final class UnreadableSeriesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnreadableSeriesException(String message) {
    super(message);
  }
}
