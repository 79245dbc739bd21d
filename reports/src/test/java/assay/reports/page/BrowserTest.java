package assay.reports.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.reports.Report;
import assay.reports.judge.Comparison;
import assay.reports.record.RunRecord;
import assay.reports.sample.HostileRun;
import assay.reports.sample.SampleRun;
import assay.reports.summary.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Opens the page from disk in headless Chromium, where one is installed. */
class BrowserTest {

  private record Visit(String dom, String log) {}

  @Test
  void sortsFiltersAndOpensRawFigures(@TempDir Path folder) throws Exception {
    Path page = write(SampleRun.standard(), folder);
    String probe =
        """
        const table = document.getElementById("case-table");
        table.tHead.rows[0].cells[4].click();
        const rates = Array.from(table.tBodies)
          .map(body => body.rows[0].cells[4].dataset.v)
          .filter(value => value !== undefined).map(Number);
        const sorted = rates.every((rate, i) => i === 0 || rates[i - 1] <= rate);
        table.tHead.rows[0].cells[4].click();
        const first = Number(table.tBodies[0].rows[0].cells[4].dataset.v);
        const words = document.getElementById("filter");
        words.value = "q4_K decode";
        words.dispatchEvent(new Event("input"));
        const shown = Array.from(table.tBodies).filter(body => !body.hidden).length;
        table.tBodies[0].querySelector("a").click();
        const open = getComputedStyle(table.tBodies[0].rows[1]).display;
        document.getElementById("theme").click();
        const theme = document.documentElement.dataset.theme;
        const requests = performance.getEntriesByType("resource").length;
        document.title = [requests, sorted, first === Math.max(...rates), shown, open, theme].join(" ");
        """;
    Visit visit = visit(withProbe(page, probe), folder);
    String title = first("<title>([^<]*)</title>", visit.dom());
    assertTrue(title.matches("0 true true 12 table-row (dark|light)"), title);
    assertQuiet(visit);
  }

  @Test
  void opensWithoutErrorsOrRequestsUnderItsOwnPolicy(@TempDir Path folder) throws Exception {
    RunRecord run = HostileRun.record();
    Visit visit = visit(write(run, folder), folder);
    assertQuiet(visit);
    assertTrue(visit.dom().contains("class=\"js\""), "the policy lets our own script run");
    assertTrue(visit.dom().contains(">31 of 31</output>"));
  }

  @ParameterizedTest
  @CsvSource({"390,light", "390,dark", "1280,light", "1280,dark"})
  void fitsPhonesAndDesktopsInLightAndDark(int width, String scheme, @TempDir Path folder)
      throws Exception {
    for (RunRecord run : List.of(SampleRun.standard(), HostileRun.record())) {
      String probe =
          """
          const shown = name => Array.from(document.querySelectorAll(name))
            .some(each => getComputedStyle(each).display !== "none");
          const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number);
          const page = document.documentElement;
          parent.document.title = [innerWidth, page.scrollWidth <= page.clientWidth, shown(".wide"),
            shown(".narrow"), r + g + b < 384 ? "dark" : "light"].join(" ");
          """;
      Visit visit =
          visit(
              framed(withProbe(write(run, folder), probe), width),
              folder,
              "--window-size=1400,900",
              // A frame and its page are of one origin only for the same server, or so.
              "--allow-file-access-from-files",
              "--blink-settings=preferredColorScheme=" + (scheme.equals("dark") ? 0 : 1));
      boolean phone = width < 700;
      assertEquals(
          "%d true %b %b %s".formatted(width, !phone, phone, scheme),
          first("<title>([^<]*)</title>", visit.dom()));
      assertQuiet(visit);
    }
  }

  @Test
  void comparisonsOpenWithoutErrorsAndWithoutScrollingThePageSideways(@TempDir Path folder)
      throws Exception {
    RunSummary run = RunSummary.of(HostileRun.record());
    String backend = run.backends().getFirst();
    Path page =
        Report.write(
                List.of(run),
                List.of(Comparison.ofBackends(run, backend, backend)),
                folder,
                EnumSet.of(Report.Kind.HTML))
            .getFirst();
    String probe =
        """
        const root = document.documentElement;
        const bodies = document.getElementById("contest").tBodies.length;
        document.title = [bodies, root.scrollWidth <= root.clientWidth].join(" ");
        """;
    Visit visit = visit(withProbe(page, probe), folder, "--window-size=500,900");
    assertEquals("30 true", first("<title>([^<]*)</title>", visit.dom()));
    assertQuiet(visit);
  }

  private static void assertQuiet(Visit visit) {
    visit
        .log()
        .lines()
        .filter(line -> line.contains("CONSOLE"))
        .forEach(line -> assertEquals("", line, "nothing is written to the console"));
  }

  private static Path write(RunRecord run, Path folder) throws IOException {
    return Report.write(run, folder, EnumSet.of(Report.Kind.HTML)).getFirst();
  }

  /** The page's own policy would rightly refuse a script that it does not know. */
  private static Path withProbe(Path page, String script) throws IOException {
    String html =
        Files.readString(page)
            .replaceFirst("script-src &#39;sha256-.*?&#39;", "script-src &#39;unsafe-inline&#39;")
            .replace("</body>", "<script>" + script + "</script></body>");
    return Files.writeString(page.resolveSibling("probe.html"), html);
  }

  /** In a frame of this width: a browser window cannot be made as narrow as a phone. */
  private static Path framed(Path page, int width) throws IOException {
    String html =
        "<!doctype html><title>no answer</title><iframe src=\"%s\" width=%d height=844 frameborder=0>"
            .formatted(page.getFileName(), width);
    return Files.writeString(page.resolveSibling("frame.html"), html);
  }

  private static Visit visit(Path page, Path folder, String... options) throws Exception {
    Optional<Path> browser = browser();
    assumeTrue(browser.isPresent(), "no chromium or google-chrome on PATH");
    Path log = folder.resolve("log.txt");
    Path dom = folder.resolve("dom.html");
    List<String> command = new ArrayList<>(List.of(browser.get().toString()));
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--enable-logging=stderr",
            "--user-data-dir=" + folder.resolve("profile"),
            "--dump-dom",
            page.toUri().toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(dom.toFile())
            .redirectError(log.toFile())
            .start();
    boolean ended = process.waitFor(40, TimeUnit.SECONDS);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    assertTrue(ended, "the browser did not end");
    return new Visit(Files.readString(dom), Files.readString(log));
  }

  private static Optional<Path> browser() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(java.io.File.pathSeparator))
        .flatMap(folder ->
            List.of("chromium", "chromium-browser", "google-chrome").stream()
                .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String first(String regex, String text) {
    return Pattern.compile(regex).matcher(text).results().findFirst().orElseThrow().group(1);
  }
}
