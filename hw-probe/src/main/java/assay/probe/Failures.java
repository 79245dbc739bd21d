package assay.probe;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;

/** What the operating system's refusals mean to the one who asked. */
final class Failures {

  /**
   * EPERM and EACCES also come from a driver's own read function, where Java has no type for them.
   */
  private static final List<String> PERMISSION =
      List.of("Permission denied", "Operation not permitted");

  /** ENODATA, EOPNOTSUPP, ENXIO, ENODEV, EINVAL: a driver without the hardware behind the file. */
  private static final List<String> UNSUPPORTED =
      List.of(
          "No data available",
          "not supported",
          "No such device",
          "Invalid argument",
          "Function not implemented");

  private Failures() {}

  static <T> Reading<T> reading(String path, Exception failure) {
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof NoSuchFileException) {
      return Reading.absent("no " + path);
    }
    if (failure instanceof NotDirectoryException) {
      return Reading.unreadable(path + " is a file, not a folder");
    }
    if (failure instanceof AccessDeniedException || contains(PERMISSION, message)) {
      return Reading.denied(path + " may not be read by this user");
    }
    if (message.contains("Not a directory")) {
      return Reading.absent("no " + path);
    }
    if (contains(UNSUPPORTED, message)) {
      return Reading.unsupported(path + " answers \"" + tail(message) + "\"");
    }
    return Reading.unreadable(path + " (" + tail(message) + ")");
  }

  private static boolean contains(List<String> phrases, String message) {
    return phrases.stream().anyMatch(message::contains);
  }

  /** Java puts the file's full name before the system's words; the reader knows it already. */
  private static String tail(String message) {
    return message.substring(message.lastIndexOf(": ") + 1).strip();
  }
}
