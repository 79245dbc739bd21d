package assay.probe.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import assay.probe.telemetry.Source;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Management controllers: Redfish by a server of the test's own, DCMI by what ipmitool prints. */
class ControllerTest {

  private static final String OLD = "{\"PowerControl\": [{\"PowerConsumedWatts\": 344}]}";
  private static final String NEW = "{\"PowerWatts\": {\"Reading\": 351.5}}";

  @TempDir Path folder;

  private static HttpServer serve(HttpServer server, int status, String body) {
    server.createContext(
        "/",
        exchange -> {
          boolean known =
              "Basic dXNlcjpzZWNyZXQ="
                  .equals(exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status == 401 && known ? 200 : status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static HttpServer plain(int status, String body) throws IOException {
    return serve(HttpServer.create(anyPort(), 0), status, body);
  }

  private static Reading<Double> asked(HttpServer server) throws IOException {
    String address =
        "http://127.0.0.1:%d/redfish/v1/Power".formatted(server.getAddress().getPort());
    try {
      return Redfish.at(address, "", "", Map.of()).ask().map(RedfishJson::value);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void bothGenerationsOfRedfishTellPower() throws IOException {
    assertEquals(344, asked(plain(200, OLD)).asOptional().orElseThrow());
    assertEquals(351.5, asked(plain(200, NEW)).asOptional().orElseThrow());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | not json | unreadable",
        "200 | {} | not supported",
        "200 | {\"PowerWatts\": {\"Reading\": null}} | not supported",
        "200 | {\"PowerWatts\": {\"Reading\": 0}} | not supported",
        "200 | {\"PowerWatts\": {\"Reading\": -5}} | unreadable",
        "200 | {\"PowerWatts\": {\"Reading\": \"5\"}} | unreadable",
        "200 | {\"PowerWatts\": {\"Reading\": 1e300}} | unreadable",
        "200 | {\"EnergykWh\": {\"Reading\": -1}} | unreadable",
        "200 | {\"EnergykWh\": {\"Reading\": \"1\"}} | unreadable",
        "200 | [[[]]] | not supported",
        "500 | {} | unreadable",
        "404 | {} | unreadable",
        "302 | {} | unreadable",
        "401 | {} | no permission"
      })
  void whatIsNoPowerIsAReason(int status, String body, String kind) throws IOException {
    Reading<Double> said = asked(plain(status, body));
    assertFalse(said.isPresent());
    assertTrue(said.toString().contains(kind), said::toString);
  }

  @Test
  void energyIsToldWhereThereIsNoPower() throws Exception {
    HttpServer server = plain(200, "{\"PowerWatts\": null, \"EnergykWh\": {\"Reading\": 2.5}}");
    try (Source source = Reads.open(spec(server, "?scope=wall&part=pdu"))) {
      assertEquals(Measure.ENERGY, source.channel().measure());
      assertEquals(Scope.WALL, source.channel().scope());
      assertEquals(2.5 * 3.6e6, Reads.samples(source).getFirst().value());
    } finally {
      server.stop(0);
    }
    HttpServer both = plain(200, "{\"EnergykWh\": {\"Reading\": 2}, " + NEW.substring(1));
    try (Source source = Reads.open(spec(both, ""))) {
      assertEquals(Measure.POWER, source.channel().measure());
    } finally {
      both.stop(0);
    }
  }

  private static String spec(HttpServer server, String options) {
    return "redfish:http://127.0.0.1:%d/x%s".formatted(server.getAddress().getPort(), options);
  }

  @Test
  void anAnswerOfMegabytesIsNotRead() throws IOException {
    assertFalse(asked(plain(200, " ".repeat(2 << 20) + OLD)).isPresent());
  }

  @Test
  void overTlsThePasswordIsSentAndTheCertificateChecked() throws Exception {
    Path store = folder.resolve("store.p12");
    Path certificate = folder.resolve("own.pem");
    String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    run(
        tool,
        "-genkeypair",
        "-alias",
        "x",
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-ext",
        "SAN=dns:localhost,ip:127.0.0.1",
        "-storepass",
        "changeit",
        "-keystore",
        store.toString());
    run(
        tool,
        "-exportcert",
        "-rfc",
        "-alias",
        "x",
        "-storepass",
        "changeit",
        "-keystore",
        store.toString(),
        "-file",
        certificate.toString());
    HttpsServer server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(own(store)));
    serve(server, 401, NEW);
    String address = "https://127.0.0.1:%d/x".formatted(server.getAddress().getPort());
    var user = Map.of(Redfish.USER, "user", Redfish.PASSWORD, "secret");
    try {
      assertEquals(
          351.5,
          Redfish.at(address, certificate.toString(), "", user)
              .ask()
              .asOptional()
              .orElseThrow()
              .value());
      Path login = Files.writeString(folder.resolve("login"), "user\nsecret\n");
      Files.setPosixFilePermissions(login, PosixFilePermissions.fromString("rw-r--r--"));
      assertThrows(
          IOException.class,
          () -> Redfish.at(address, certificate.toString(), login.toString(), Map.of()));
      Files.setPosixFilePermissions(login, PosixFilePermissions.fromString("rw-------"));
      assertTrue(
          Redfish.at(address, certificate.toString(), login.toString(), Map.of())
              .ask()
              .isPresent());
      assertTrue(
          Redfish.at(address, certificate.toString(), "", Map.of())
              .ask()
              .toString()
              .contains("no permission"));
      String untrusted = Reading.why(Redfish.at(address, "", "", user).ask());
      assertTrue(untrusted.contains("certificate is not trusted"), untrusted);
      assertFalse(untrusted.contains("secret"), untrusted);
    } finally {
      server.stop(0);
    }
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }

  private static SSLContext own(Path file) throws Exception {
    KeyStore store = KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  @Test
  void aPasswordIsNeverSentInTheClearNorWrittenOnACommandLine() {
    var user = Map.of(Redfish.USER, "user", Redfish.PASSWORD, "secret");
    for (String address :
        List.of("http://host/x", "https://user:secret@host/x", "host", "ftp://h/")) {
      assertThrows(
          IllegalArgumentException.class, () -> Redfish.at(address, "", "", user), address);
    }
    assertThrows(
        IOException.class, () -> Redfish.at("https://h/", folder + "/none.pem", "", Map.of()));
  }

  @Test
  void polledAgainAndAgain() throws Exception {
    HttpServer server = plain(200, OLD);
    try (Source source =
        Reads.open("redfish:http://127.0.0.1:%d/x".formatted(server.getAddress().getPort()))) {
      assertEquals(Scope.MACHINE, source.channel().scope());
      assertEquals(344, Reads.samples(source).getFirst().value());
      assertEquals(344, Reads.samples(source).getFirst().value());
      server.stop(0);
      assertTrue(Reads.refusal(source).contains("127.0.0.1"));
    }
  }

  private static final String DCMI =
      """

          Instantaneous power reading:                   220 Watts
          Minimum during sampling period:                103 Watts
          Maximum during sampling period:                496 Watts
          Average power reading over sample period:      218 Watts
          IPMI timestamp:                           Tue Jan  5 10:00:00 2021
          Sampling period:                          00001178 Seconds.
          Power reading state is:                   activated
      """;

  @Test
  void ipmitoolsTextIsRead() {
    assertEquals(220, DcmiText.parse(DCMI).asOptional().orElseThrow().watts());
  }

  private Reading<List<Source>> ipmi(String host, String script, int millis) throws IOException {
    Path tool = folder.resolve("ipmitool");
    Files.writeString(tool, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Kinds.ipmi(
        MeterSpec.parse("ipmi:" + host),
        Map.of("PATH", folder.toString(), Ipmitool.USER, "somebody"),
        millis);
  }

  @Test
  void ipmitoolIsAskedAgainAndAgain() throws Exception {
    Path asked = folder.resolve("asked");
    Reading<List<Source>> opened =
        ipmi("bmc.local", "echo \"$@\" >> %s\ncat <<'E'\n%sE\n".formatted(asked, DCMI), 10_000);
    assertTrue(opened.isPresent(), opened::toString);
    try (Source source = opened.asOptional().orElseThrow().getFirst()) {
      assertEquals(Scope.MACHINE, source.channel().scope());
      assertEquals(220, Reads.samples(source).getFirst().value());
      assertEquals(220, Reads.samples(source).getFirst().value());
      assertEquals(
          "-I lanplus -H bmc.local -E -U somebody dcmi power reading",
          Files.readAllLines(asked).getFirst());
    }
  }

  @Test
  void whatIpmitoolCannotDoIsSaid() throws Exception {
    String refused =
        Reading.why(ipmi("", "echo 'Could not open device at /dev/ipmi0' >&2; exit 1\n", 10_000));
    assertTrue(refused.contains("exit code 1") && refused.contains("/dev/ipmi0"), refused);
    String hung = Reading.why(ipmi("", "sleep 60 & sleep 60\n", 300));
    assertTrue(hung.contains("did not come within 300 ms"), hung);
    assertFalse(ipmi("", "yes | head -c 1000000\n", 10_000).isPresent());
    Reading<List<Source>> none = Kinds.ipmi(MeterSpec.parse("ipmi:"), Map.of("PATH", "."), 300);
    assertTrue(none.toString().contains("absent"), none::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "DCMI request failed", "Instantaneous power reading: x Watts"})
  void whatIpmitoolSaysOtherwiseIsAReason(String text) {
    assertFalse(DcmiText.parse(text).isPresent());
  }

  @Test
  void aControllerThatDoesNotMeasureIsNotAtZeroWatts() {
    assertFalse(DcmiText.parse(DCMI.replace("220", "0")).isPresent());
    Reading<DcmiText> off = DcmiText.parse(DCMI.replace("activated", "deactivated"));
    assertTrue(off.toString().contains("deactivated"));
  }
}
