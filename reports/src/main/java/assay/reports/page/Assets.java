package assay.reports.page;

import assay.reports.chart.ChartTheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** Style and script of the page, and the policy that allows these two and nothing else. */
public final class Assets {

  private final String style;
  private final String script;

  public Assets() {
    this.style =
        resource("page.css")
            .replace("/*light*/", variables(ChartTheme.light().colours()))
            .replace("/*dark*/", variables(ChartTheme.dark().colours()));
    this.script = resource("page.js");
  }

  public String style() {
    return style;
  }

  String script() {
    return script;
  }

  String policy() {
    return "default-src 'none'; style-src '%s'; script-src '%s'; img-src data:; base-uri 'none'; form-action 'none'"
        .formatted(hash(style), hash(script));
  }

  private static String variables(Map<String, String> colours) {
    return colours.entrySet().stream()
        .map(each -> "--%s:%s;".formatted(each.getKey(), each.getValue()))
        .collect(Collectors.joining());
  }

  private static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = Assets.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
