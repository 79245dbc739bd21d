package assay.reports.history;

import java.nio.file.Path;
import java.util.Map;

/** Where a history is: a folder, or a database. */
public sealed interface StoreAddress {

  String VARIABLE = "ASSAY_HISTORY";

  /** For messages; without a password. */
  String shown();

  /** A folder on this machine. */
  record Folder(Path path) implements StoreAddress {
    @Override
    public String shown() {
      return path.toString();
    }
  }

  /** A PostgreSQL database. */
  record Database(PostgresAddress address) implements StoreAddress {
    @Override
    public String shown() {
      return address.shown();
    }
  }

  /**
   * What was asked for, else {@code ASSAY_HISTORY}, else the place where this system keeps a user's
   * data. Never the working directory unless someone names it.
   *
   * @param asked the option's value, or null
   * @param environment of this process
   * @throws UnusableHistoryException when it makes no sense or there is no such place
   */
  static StoreAddress of(String asked, Map<String, String> environment) {
    String text = asked != null ? asked : environment.getOrDefault(VARIABLE, "");
    if (asked != null && asked.isBlank()) {
      throw new UnusableHistoryException("--store is empty; name a folder or a database");
    }
    if (text.isBlank()) {
      return new Folder(DataHome.of(environment).resolve("assay").resolve("history"));
    }
    if (PostgresAddress.isOne(text)) {
      return new Database(PostgresAddress.parse(text, environment));
    }
    if (text.matches("[A-Za-z][A-Za-z0-9+.:-]+://.*") || text.startsWith("jdbc:")) {
      throw new UnusableHistoryException(
          "a history is a folder or a PostgreSQL database (postgresql://host/database), no other address");
    }
    try {
      return new Folder(Path.of(text));
    } catch (java.nio.file.InvalidPathException e) {
      throw new UnusableHistoryException(
          "\"%s\" cannot name a folder".formatted(Checked.shown(text)), e);
    }
  }
}
