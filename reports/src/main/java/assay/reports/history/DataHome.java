package assay.reports.history;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The folder where this system keeps what belongs to a user and cannot be made again. */
final class DataHome {

  private DataHome() {}

  static Path of(Map<String, String> environment) {
    return of(environment, System.getProperty("os.name").toLowerCase(Locale.ROOT));
  }

  static Path of(Map<String, String> environment, String system) {
    String home = environment.getOrDefault("HOME", "");
    if (system.startsWith("windows")) {
      return absolute(environment.get("LOCALAPPDATA"), "LOCALAPPDATA");
    }
    if (system.startsWith("mac")) {
      return absolute(home, "HOME").resolve("Library").resolve("Application Support");
    }
    String data = environment.get("XDG_DATA_HOME");
    // The XDG specification has relative ones ignored: they would depend on where one stands.
    return data != null && Path.of(data).isAbsolute()
        ? Path.of(data)
        : absolute(home, "HOME").resolve(".local").resolve("share");
  }

  private static Path absolute(String folder, String variable) {
    if (folder == null || folder.isEmpty() || !Path.of(folder).isAbsolute()) {
      throw new UnusableHistoryException(
          "%s names no folder, so there is no default place for a history; name one by --store DIR or %s"
              .formatted(variable, StoreAddress.VARIABLE));
    }
    return Path.of(folder);
  }
}
