package assay.reports.site;

/** Somebody asked for changes since a moment that is none; the message is a sentence for people. */
public final class NoSuchMomentException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NoSuchMomentException(String message) {
    super(message);
  }
}
