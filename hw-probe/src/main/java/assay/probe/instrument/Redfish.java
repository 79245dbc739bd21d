package assay.probe.instrument;

import assay.probe.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;
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
   * @param certificate PEM of the controller or its authority; empty for those the JVM trusts
   * @throws IllegalArgumentException for an address that is none, or that would send a password
   *     unencrypted
   * @throws IOException when the certificate cannot be used
   */
  static Redfish at(String address, String certificate, Map<String, String> environment)
      throws IOException {
    URI uri = URI.create(address);
    boolean encrypted = "https".equals(uri.getScheme());
    String user = environment.getOrDefault(USER, "");
    if (uri.getHost() == null || !encrypted && !"http".equals(uri.getScheme())) {
      throw new IllegalArgumentException(
          "redfish: needs an address such as https://HOST/redfish/v1/Chassis/1/Power");
    }
    if (uri.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "redfish: a command line can be read by others; put user and password into %s and %s"
              .formatted(USER, PASSWORD));
    }
    if (!user.isEmpty() && !encrypted) {
      throw new IllegalArgumentException(
          "redfish: %s would be sent unencrypted; use https, or unset it".formatted(PASSWORD));
    }
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(PATIENCE).GET();
    if (!user.isEmpty()) {
      String pair = user + ":" + environment.getOrDefault(PASSWORD, "");
      request.header(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
    HttpClient.Builder client =
        HttpClient.newBuilder().connectTimeout(PATIENCE).followRedirects(HttpClient.Redirect.NEVER);
    if (!certificate.isEmpty()) {
      client.sslContext(trusting(Path.of(certificate)));
    }
    return new Redfish(client.build(), request.build());
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

  /** W, or why not; waits ten seconds at most. */
  Reading<Double> watts() {
    try {
      var answer = client.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        if (answer.statusCode() == 401 || answer.statusCode() == 403) {
          return Reading.denied(
              "%s answers %d; put user and password into %s and %s"
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
    } catch (IOException e) {
      return Reading.unreadable("%s: %s".formatted(request.uri(), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reading.unreadable("interrupted while waiting for " + request.uri());
    }
  }

  private Reading<Double> told(String json) {
    Reading<Double> watts = RedfishJson.watts(json);
    return watts instanceof Reading.Unavailable<Double>(String reason)
        ? Reading.unavailable(reason.replaceFirst(": it ", ": %s: it ".formatted(request.uri())))
        : watts;
  }
}
