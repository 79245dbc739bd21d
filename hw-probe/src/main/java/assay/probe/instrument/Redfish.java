package assay.probe.instrument;

import assay.probe.Reading;
import assay.probe.telemetry.Measure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;

/** One resource of a server's management controller. */
final class Redfish {

  static final String USER = "ASSAY_REDFISH_USER";
  static final String PASSWORD = "ASSAY_REDFISH_PASSWORD";

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_BYTES = 1 << 20;

  private final HttpClient client;
  private final HttpRequest request;

  private Redfish(HttpClient client, HttpRequest request) {
    this.client = client;
    this.request = request;
  }

  /**
   * @param login file of two lines, user and password, that nobody else may read; empty for the
   *     environment's
   * @param certificate PEM of the controller or its authority; empty for those the JVM trusts
   * @throws IllegalArgumentException for an address that is none, or that would send a password
   *     unencrypted
   * @throws IOException when the certificate cannot be used
   */
  static Redfish at(
      String address, String certificate, String login, Map<String, String> environment)
      throws IOException {
    URI uri = uri(address);
    boolean encrypted = "https".equals(uri.getScheme());
    List<String> pair =
        login.isEmpty()
            ? List.of(environment.getOrDefault(USER, ""), environment.getOrDefault(PASSWORD, ""))
            : login(Path.of(login));
    String user = pair.getFirst();
    if (uri.getHost() == null || !encrypted && !"http".equals(uri.getScheme())) {
      throw new IllegalArgumentException(
          "redfish: needs an address such as https://HOST/redfish/v1/Chassis/1/Power");
    }
    if (uri.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "redfish: a command line can be read by others; put user and password into %s and %s, or"
                  .formatted(USER, PASSWORD)
              + " into a file that is named by login=/FILE");
    }
    if (!user.isEmpty() && !encrypted) {
      throw new IllegalArgumentException(
          "redfish: the password would be sent unencrypted; use https, or give no user");
    }
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(PATIENCE).GET();
    if (!user.isEmpty()) {
      request.header(
          "Authorization",
          "Basic "
              + Base64.getEncoder()
                  .encodeToString(String.join(":", pair).getBytes(StandardCharsets.UTF_8)));
    }
    HttpClient.Builder client =
        HttpClient.newBuilder().connectTimeout(PATIENCE).followRedirects(HttpClient.Redirect.NEVER);
    if (!certificate.isEmpty()) {
      client.sslContext(trusting(Path.of(certificate)));
    }
    return new Redfish(client.build(), request.build());
  }

  private static URI uri(String address) {
    try {
      return new URI(address);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("redfish: no address: " + e.getMessage(), e);
    }
  }

  private static List<String> login(Path file) throws IOException {
    var others = EnumSet.range(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_EXECUTE);
    others.retainAll(Files.getPosixFilePermissions(file));
    if (!others.isEmpty()) {
      throw new IOException("%s may be read by others; chmod 600 it".formatted(file));
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.size() < 2 || lines.getFirst().isBlank()) {
      throw new IOException(
          "%s needs the user in its first line, the password in its second".formatted(file));
    }
    return lines.subList(0, 2);
  }

  private static SSLContext trusting(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (var each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("own" + number++, each);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("%s holds no certificate: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** What it tells, or why not; waits ten seconds at most. */
  Reading<RedfishJson> ask() {
    try {
      return Limited.call("an answer", (int) PATIENCE.toMillis(), this::answer);
    } catch (IOException e) {
      return Reading.unreadable("%s: %s".formatted(request.uri(), why(e)));
    }
  }

  /** The same as a number, of this measure and no other. */
  Reading<Double> ask(Measure measure) {
    return ask()
        .flatMap((told, unit, source) ->
            told.measure() == measure
                ? Reading.of(told.value(), unit, source)
                : Reading.unsupported(
                    "%s no longer tells its %s"
                        .formatted(request.uri(), measure.name().toLowerCase(Locale.ROOT))));
  }

  private Reading<RedfishJson> answer() throws IOException, InterruptedException {
    var answer = client.send(request, BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      if (answer.statusCode() == 401 || answer.statusCode() == 403) {
        return Reading.denied(
            "%s answers %d; put user and password into %s and %s, or into a file named by login=/FILE"
                .formatted(request.uri(), answer.statusCode(), USER, PASSWORD));
      }
      if (answer.statusCode() != 200) {
        return Reading.unreadable("%s answers %d".formatted(request.uri(), answer.statusCode()));
      }
      byte[] bytes = body.readNBytes(MOST_BYTES + 1);
      return bytes.length > MOST_BYTES
          ? Reading.unreadable(request.uri() + " answers with more than 1 MiB")
          : told(new String(bytes, StandardCharsets.UTF_8));
    }
  }

  private static String why(IOException e) {
    return e instanceof SSLHandshakeException
        ? "its certificate is not trusted (%s); name it by cert=/FILE".formatted(e.getMessage())
        : e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private Reading<RedfishJson> told(String json) {
    Reading<RedfishJson> told = RedfishJson.parse(json);
    return told instanceof Reading.Unavailable<RedfishJson>(String reason)
        ? Reading.unavailable(reason.replace(": it ", ": %s: it ".formatted(request.uri())))
        : told;
  }
}
