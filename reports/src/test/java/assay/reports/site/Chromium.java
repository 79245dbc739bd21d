package assay.reports.site;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The system's Chromium, driven by Playwright, which downloads none. */
final class Chromium implements AutoCloseable {

  private final Playwright playwright;
  private final Browser browser;

  /** Skips the test where no browser is installed. */
  Chromium() {
    Optional<Path> installed = installed();
    assumeTrue(installed.isPresent(), "no chromium or google-chrome on PATH");
    playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1",
                        // Only looks whether libraries of downloaded browsers are there.
                        "PLAYWRIGHT_SKIP_VALIDATE_HOST_REQUIREMENTS",
                        "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(installed.get())
                    .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")));
  }

  /** A page and everything that it did behind one's back: each a sentence. */
  record Visit(BrowserContext context, Page page, List<String> offences) implements AutoCloseable {
    @Override
    public void close() {
      context.close();
    }
  }

  Visit open(String url, int width, boolean dark) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, 900)
                .setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT));
    Page page = context.newPage();
    List<String> offences = new CopyOnWriteArrayList<>(new ArrayList<>());
    page.onConsoleMessage(message -> offences.add("console: " + message.text()));
    page.onPageError(error -> offences.add("error: " + error));
    page.onDialog(dialog -> {
      offences.add("dialog: " + dialog.message());
      dialog.dismiss();
    });
    page.onRequest(request -> {
      boolean own =
          request.url().startsWith("file:") || request.url().startsWith("http://127.0.0.1:");
      if (!own && !request.url().startsWith("data:,")) {
        offences.add("request: " + request.url());
      }
    });
    page.navigate(url);
    return new Visit(context, page, offences);
  }

  private static Optional<Path> installed() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(File.pathSeparator))
        .flatMap(folder ->
            List.of("chromium", "chromium-browser", "google-chrome").stream()
                .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
