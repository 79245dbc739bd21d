package assay.kernels;

/** A spec text that cannot be read; the message is one sentence for the user. */
public final class SpecParseException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public SpecParseException(String text, String reason) {
    super("Cannot read spec \"%s\": %s".formatted(abbreviate(text), reason));
  }

  private static String abbreviate(String text) {
    return text.length() <= 120 ? text : text.substring(0, 117) + "...";
  }
}
