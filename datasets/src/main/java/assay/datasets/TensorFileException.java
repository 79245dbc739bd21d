package assay.datasets;

import java.nio.file.Path;

/** A tensor file that cannot be read or written; the message is one sentence for the user. */
public final class TensorFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TensorFileException(String message) {
    super(message);
  }

  public TensorFileException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A fault at a place in the file. */
  public static TensorFileException at(Path file, long offset, String field, String reason) {
    return new TensorFileException(
        "%s: %s at byte %d %s".formatted(file, TextSafety.printable(field), offset, reason));
  }
}
