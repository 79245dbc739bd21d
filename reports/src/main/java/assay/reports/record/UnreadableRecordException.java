package assay.reports.record;

/** A run record that cannot be read; the message names the file, the place in it and the cause. */
public final class UnreadableRecordException extends RuntimeException {

  public UnreadableRecordException(String message) {
    super(message);
  }

  public UnreadableRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
