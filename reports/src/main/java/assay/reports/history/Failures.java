package assay.reports.history;

import assay.reports.record.UnwritableFileException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;

/** Says in one sentence what went wrong in a store. */
final class Failures {

  private Failures() {}

  static UnusableHistoryException sentence(String address, Exception cause) {
    return new UnusableHistoryException(
        switch (cause) {
          case UnwritableFileException unwritable -> unwritable.getMessage();
          case AccessDeniedException denied -> denied.getFile() + ": permission denied";
          case FileSystemException system when system.getReason() != null ->
              system.getFile() + ": " + system.getReason();
          case SQLException sql when isGone(sql) ->
              "%s went away (%s); whatever was under way is either whole or not there, so try again: adding the same run twice is harmless"
                  .formatted(address, firstLine(sql));
          case SQLException sql when isDamaged(sql) ->
              "the index of %s is damaged (%s); \"assay history rebuild\" makes it again from the records"
                  .formatted(address, firstLine(sql));
          case SQLException sql -> "%s: %s".formatted(address, firstLine(sql));
          case IOException io -> "%s: %s".formatted(address, firstLine(io));
          default -> "%s: %s".formatted(address, firstLine(cause));
        },
        cause);
  }

  /** SQLSTATE class 08 is the connection, 57P that the server is shut down. */
  private static boolean isGone(SQLException e) {
    String state = e.getSQLState();
    return state != null && (state.startsWith("08") || state.startsWith("57P"));
  }

  /** DuckDB reads a block when it needs it, and says so in words only. */
  private static boolean isDamaged(SQLException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("orrupt") || message.contains("checksum");
  }

  /** Databases add the statement and a caret below, which says nothing to people. */
  private static String firstLine(Exception e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return Checked.shown(message.strip().lines().findFirst().orElse(e.toString()));
  }
}
