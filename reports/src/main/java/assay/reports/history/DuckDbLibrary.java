package assay.reports.history;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.duckdb.DuckDBDriver;

/**
 * DuckDB's native code, in the places where DuckDB looks for it. Asked first, because DuckDB prints
 * a stack trace where there is none.
 */
final class DuckDbLibrary {

  private DuckDbLibrary() {}

  /**
   * @throws UnusableHistoryException when it is not there or cannot be loaded
   */
  static void require() {
    String name = "libduckdb_java.so_%s_%s".formatted(system(), processor());
    Path besideTheJar = folder().resolve(name);
    if (Files.isRegularFile(besideTheJar)) {
      load(besideTheJar);
    } else if (DuckDBDriver.class.getResource("/" + name) == null) {
      throw missing("is not in " + besideTheJar.getParent(), null);
    }
  }

  /** DuckDB does so as well, and the second time it is there already. */
  private static void load(Path library) {
    try {
      System.load(library.toAbsolutePath().toString());
    } catch (UnsatisfiedLinkError e) {
      throw missing("cannot be loaded (%s)".formatted(Checked.shown(e.getMessage())), e);
    }
  }

  static UnusableHistoryException missing(String what, Throwable cause) {
    return new UnusableHistoryException(
        "DuckDB's native library for this platform %s; in a checkout \"./assay\" puts it beside the jar (a bundle has none: take its run folders to a checkout), and a history in PostgreSQL (--store postgresql://...) does without"
            .formatted(what),
        cause);
  }

  private static Path folder() {
    try {
      var jar = DuckDBDriver.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(jar).toAbsolutePath().getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String system() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return name.startsWith("windows") ? "windows" : name.startsWith("mac") ? "macos" : name;
  }

  private static String processor() {
    String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return switch (name) {
      case "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> name;
    };
  }
}
