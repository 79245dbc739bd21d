package assay.reports.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreAddressTest {

  private static PostgresAddress database(String text, Map<String, String> environment) {
    return ((StoreAddress.Database) StoreAddress.of(text, environment)).address();
  }

  @Test
  void theOptionGoesBeforeTheVariableAndThatBeforeTheDefault() {
    Map<String, String> environment = Map.of("ASSAY_HISTORY", "/var/h", "HOME", "/home/u");
    assertEquals("/opt/h", StoreAddress.of("/opt/h", environment).shown());
    assertEquals("/var/h", StoreAddress.of(null, environment).shown());
    assertEquals(
        "/home/u/.local/share/assay/history",
        StoreAddress.of(null, Map.of("HOME", "/home/u")).shown());
    assertEquals(
        "/data/assay/history",
        StoreAddress.of(null, Map.of("HOME", "/home/u", "XDG_DATA_HOME", "/data")).shown());
  }

  /** The working directory is used when somebody names it, and never else. */
  @Test
  void noDefaultDependsOnWhereOneStands() {
    Map<String, String> relative = Map.of("HOME", "/home/u", "XDG_DATA_HOME", "data");
    assertEquals("/home/u/.local/share/assay/history", StoreAddress.of(null, relative).shown());
    for (Map<String, String> none :
        java.util.List.of(Map.<String, String>of(), Map.of("HOME", "x"))) {
      var refused = assertThrows(UnusableHistoryException.class, () -> StoreAddress.of(null, none));
      assertTrue(refused.getMessage().contains("--store"), refused.getMessage());
    }
    assertThrows(UnusableHistoryException.class, () -> StoreAddress.of(" ", relative));
    assertEquals(Path.of("/home/u/Library/Application Support"), DataHome.of(relative, "mac os x"));
    assertThrows(UnusableHistoryException.class, () -> DataHome.of(relative, "windows 11"));
  }

  @Test
  void addressesOfDatabasesAreReadAsLibpqDoes() {
    PostgresAddress full =
        database("postgresql://me:p%40s%3As@db.example:6543/bench?sslmode=require", Map.of());
    assertEquals("me", full.user());
    assertEquals("p@s:s", full.password());
    assertEquals("db.example", full.host());
    assertEquals(6543, full.port());
    assertEquals("bench", full.database());
    assertEquals("require", full.driverSettings().getProperty("sslmode"));
    assertEquals("postgresql://me@db.example:6543/bench", full.shown());
    assertFalse(full.toString().contains("p@s"), full.toString());
    PostgresAddress jdbc =
        database("jdbc:postgresql://db/x?user=u&password=secret", Map.of("PGPASSWORD", "other"));
    assertEquals("u", jdbc.user());
    assertEquals("secret", jdbc.password());
    assertEquals(5432, jdbc.port());
    PostgresAddress bare = database("postgres://db/x", Map.of("PGUSER", "u", "PGPASSWORD", "p"));
    assertEquals("u", bare.user());
    assertEquals("p", bare.password());
  }

  /** The driver's other settings load classes and write files. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://u:hidden@db/x?socketFactory=java.lang.String",
        "postgresql://u:hidden@db/x?loggerFile=/tmp/x",
        "postgresql://u:hidden@db/x?schema=a%3Bdrop",
        "postgresql://u:hidden@db:port/x",
        "postgresql://u:hidden word@db/x",
        "postgresql://u:hidden%@db/x",
        "mysql://u:hidden@db/x",
        "jdbc:duckdb:hidden"
      })
  void otherAddressesAreRefusedWithoutRepeatingThem(String text) {
    var refused =
        assertThrows(UnusableHistoryException.class, () -> StoreAddress.of(text, Map.of()));
    assertFalse(refused.getMessage().contains("hidden"), refused.getMessage());
  }
}
