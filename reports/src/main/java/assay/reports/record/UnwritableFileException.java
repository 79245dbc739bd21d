package assay.reports.record;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file could not be written; the message is one sentence with the file and the reason. */
public final class UnwritableFileException extends IOException {

  private static final long serialVersionUID = 1L;

  UnwritableFileException(Path file, Exception cause) {
    super("cannot write %s: %s".formatted(file, reason(cause)), cause);
  }

  private static String reason(Exception cause) {
    return switch (cause) {
      case AccessDeniedException denied -> "permission denied for " + denied.getFile();
      case FileAlreadyExistsException exists -> exists.getFile() + " is a file, not a folder";
      case DirectoryNotEmptyException folder -> "a folder of this name is in its place";
      case NoSuchFileException missing -> "%s cannot be made".formatted(missing.getFile());
      case FileSystemException system when system.getReason() != null -> system.getReason();
      case Exception other -> other.getMessage() == null ? other.toString() : other.getMessage();
    };
  }
}
