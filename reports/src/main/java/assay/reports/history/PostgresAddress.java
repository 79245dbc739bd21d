package assay.reports.history;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * A database, as {@code postgresql://user@host:5432/database?sslmode=verify-full} or the same with
 * {@code jdbc:} before it.
 *
 * @param password "" to let the driver look into {@code ~/.pgpass}
 * @param schema of the database in which the tables are
 * @param settings for the driver; only those of {@link #SETTINGS}
 */
record PostgresAddress(
    String host,
    int port,
    String database,
    String user,
    String password,
    String schema,
    Map<String, String> settings) {

  private static final Pattern ADDRESS =
      Pattern.compile("(jdbc:)?(postgres|postgresql)://.*", Pattern.DOTALL);

  /** libpq's name and the driver's. The driver has others, which load classes or write files. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "sslmode", "sslmode",
          "sslrootcert", "sslrootcert",
          "sslcert", "sslcert",
          "sslkey", "sslkey",
          "connect_timeout", "connectTimeout",
          "application_name", "ApplicationName");

  private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
  private static final int USUAL_PORT = 5432;

  static boolean isOne(String text) {
    return ADDRESS.matcher(text).matches();
  }

  /**
   * @param environment for {@code PGPASSWORD} and {@code PGUSER}
   * @throws UnusableHistoryException without the text, which may hold a password
   */
  static PostgresAddress parse(String text, Map<String, String> environment) {
    try {
      URI uri = new URI(text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text);
      Map<String, String> query = query(uri.getRawQuery());
      String[] login = (uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo()).split(":", 2);
      String user =
          first(
              decoded(login[0]),
              query.remove("user"),
              environment.get("PGUSER"),
              System.getProperty("user.name"));
      String password =
          first(
              login.length > 1 ? decoded(login[1]) : "",
              query.remove("password"),
              environment.get("PGPASSWORD"));
      String path = uri.getRawPath() == null ? "" : uri.getRawPath();
      if (uri.getHost() == null && uri.getRawAuthority() != null) {
        throw refused("its host and port make no sense");
      }
      return new PostgresAddress(
          first(uri.getHost(), "localhost"),
          uri.getPort() < 0 ? USUAL_PORT : uri.getPort(),
          first(decoded(path.isEmpty() ? "" : path.substring(1)), user),
          user,
          password,
          schema(first(query.remove("schema"), "assay_history")),
          settings(query));
    } catch (URISyntaxException | IllegalArgumentException e) {
      // Neither the text nor the cause: both may hold the password.
      throw refused("it is no address");
    }
  }

  private static String schema(String name) {
    if (!SCHEMA.matcher(name).matches()) {
      throw refused("schema takes lower case letters, digits and _");
    }
    return name;
  }

  private static Map<String, String> settings(Map<String, String> query) {
    Map<String, String> settings = new LinkedHashMap<>();
    query.forEach((name, value) -> {
      String known = SETTINGS.get(name);
      if (known == null) {
        throw refused(
            "it takes no \"%s\"; it takes user, password, schema, %s"
                .formatted(
                    Checked.shown(name),
                    String.join(", ", new java.util.TreeSet<>(SETTINGS.keySet()))));
      }
      settings.put(known, value);
    });
    return Map.copyOf(settings);
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : (raw == null ? "" : raw).split("&")) {
      if (!pair.isEmpty()) {
        String[] sides = pair.split("=", 2);
        query.put(decoded(sides[0]), sides.length > 1 ? decoded(sides[1]) : "");
      }
    }
    return query;
  }

  private static UnusableHistoryException refused(String why) {
    return new UnusableHistoryException(
        "the address of the database cannot be used: %s; write it as postgresql://user@host:5432/database"
            .formatted(why));
  }

  private static String decoded(String text) {
    // Only forms write a space as a plus.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String first(String... texts) {
    for (String text : texts) {
      if (text != null && !text.isEmpty()) {
        return text;
      }
    }
    return "";
  }

  String driverAddress() {
    return "jdbc:postgresql://%s:%d/%s"
        .formatted(host, port, java.net.URLEncoder.encode(database, StandardCharsets.UTF_8));
  }

  Properties driverSettings() {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    if (!password.isEmpty()) {
      properties.setProperty("password", password);
    }
    properties.setProperty("currentSchema", schema);
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("socketTimeout", "120");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("reWriteBatchedInserts", "true");
    properties.setProperty("ApplicationName", "assay");
    properties.setProperty("gssEncMode", "disable");
    settings.forEach(properties::setProperty);
    return properties;
  }

  /** Without the password. */
  String shown() {
    return Checked.shown("postgresql://%s@%s:%d/%s".formatted(user, host, port, database));
  }

  @Override
  public String toString() {
    return shown();
  }
}
