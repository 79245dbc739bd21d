package assay.reports.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.history.Better;
import assay.reports.history.History;
import assay.reports.history.HistoryRuns;
import assay.reports.history.Metric;
import assay.reports.history.PointsRecord;
import assay.reports.site.Chromium.Visit;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens sites in Chromium, from disk and from a server. */
class SiteBrowserTest {

  private static final int PHONE = 390;
  private static final int DESKTOP = 1280;

  private static Chromium chromium;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    chromium = new Chromium();
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
  }

  /** Twenty-four runs of two cases, of which the first becomes slower at the sixteenth. */
  private Path site() throws IOException {
    try (History history = SiteHistories.open(folder.resolve("h"))) {
      for (int run = 0; run < 24; run++) {
        double nanos = 1e6 * (run < 16 ? 1 : 1.1) * (1 + 0.001 * (run * 7 % 5));
        Path record =
            HistoryRuns.write(
                HistoryRuns.run("run-" + run, SiteHistories.at(run).toString(), nanos),
                folder.resolve("run-" + run));
        history.add(record, Optional.empty());
      }
      history.note("release", false, SiteHistories.at(2), "", "", "v1.2");
      Site.write(history, folder.resolve("site"), Optional.empty());
    }
    return folder.resolve("site");
  }

  private static String shown(Page page) {
    return page.locator("#count").textContent();
  }

  private static void choose(Page page, String list, String label) {
    page.locator("#by-" + list).selectOption(new SelectOption().setLabel(label));
  }

  private static void useIt(String url) {
    try (Visit visit = chromium.open(url, DESKTOP, false)) {
      Page page = visit.page();
      assertTrue(
          page.title().matches("\\d+ regressions?.* since v1\\.2 \\(2026-01-03\\)"), page.title());
      String all = shown(page);
      int rows = Integer.parseInt(all.replaceAll(".* of ", ""));
      assertEquals(rows + " of " + rows, all);
      choose(page, "operation", "matmul");
      assertNotEquals(all, shown(page));
      choose(page, "format", "q8_0");
      assertEquals("0 of " + rows, shown(page));
      choose(page, "operation", "every operation");
      Locator lines = page.locator("#case-list tbody tr");
      assertTrue(lines.count() > 0);
      for (String line : lines.allTextContents()) {
        assertTrue(line.contains("q8_0"), line);
      }
      choose(page, "format", "every format");
      page.locator("#filter").fill("MATMUL time");
      assertEquals("1 of " + rows, shown(page));
      page.locator("#filter").fill("");
      page.locator("#changed").check();
      assertTrue(lines.first().textContent().contains("worse"));
      page.locator("th[data-sort=case]").click();
      assertEquals("ascending", page.locator("th[data-sort=case]").getAttribute("aria-sort"));
      page.locator("#change-table td.case a").first().click();
      page.waitForURL("**/cases/*.html");
      assertTrue(page.locator("figure .wide svg").first().isVisible());
      assertTrue(page.locator("dl.marks").first().textContent().contains("run-16"));
      page.locator("header .kicker a").click();
      page.waitForURL("**/index.html*");
      assertEquals(List.of(), visit.offences());
    }
  }

  @Test
  void opensFromDiskAndFiltersAndLeadsToTimelines() throws IOException {
    useIt(site().resolve("index.html").toUri().toString());
  }

  @Test
  void opensFromAWebServerAndFiltersAndLeadsToTimelines() throws IOException {
    var server =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            site(),
            SimpleFileServer.OutputLevel.NONE);
    server.start();
    try {
      useIt("http://127.0.0.1:%d/index.html".formatted(server.getAddress().getPort()));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void fitsPhonesAndDesktopsInLightAndDark() throws IOException {
    Path site = site();
    for (int width : new int[] {PHONE, DESKTOP}) {
      for (boolean dark : new boolean[] {true, false}) {
        try (Visit visit =
            chromium.open(site.resolve("index.html").toUri().toString(), width, dark)) {
          assertFits(visit.page(), dark);
          visit.page().locator("#change-table td.case a").first().click();
          visit.page().waitForURL("**/cases/*.html");
          assertFits(visit.page(), dark);
          assertEquals(width == PHONE, visit.page().locator(".narrow svg").first().isVisible());
          assertEquals(List.of(), visit.offences());
        }
      }
    }
  }

  private static void assertFits(Page page, boolean dark) {
    String fits =
        """
        () => {
          const root = document.documentElement;
          const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number);
          return (root.scrollWidth <= root.clientWidth) + " " + (r + g + b < 384);
        }
        """;
    assertEquals("true " + dark, page.evaluate(fits), page.url());
  }

  @Test
  void aChosenThemeStaysFromPageToPage() throws IOException {
    try (Visit visit =
        chromium.open(site().resolve("index.html").toUri().toString(), DESKTOP, false)) {
      visit.page().locator("#theme").click();
      assertEquals("dark", visit.page().evaluate("document.documentElement.dataset.theme"));
      visit.page().reload();
      assertEquals("dark", visit.page().evaluate("document.documentElement.dataset.theme"));
      assertEquals(List.of(), visit.offences());
    }
  }

  private static final List<String> HOSTILE =
      List.of(
          "<script>window.broken=1;alert(1)</script>",
          "<img src=x onerror=\"window.broken=1;alert(2)\">",
          "\"><svg onload=window.broken=1>",
          "'; window.broken=1; alert(3); '",
          "</script><script>window.broken=1</script>",
          "<!--<script>",
          "\\\"];window.broken=1;//",
          "line\u2028window.broken=1\u2029end",
          "javascript:window.broken=1",
          "../../../etc/passwd",
          "${window.broken=1}`",
          "{{constructor.constructor('window.broken=1')()}}");

  @Test
  void namesAndNotesOfStrangersExecuteNothing() throws IOException {
    try (History history = SiteHistories.open(folder.resolve("h"))) {
      for (int run = 0; run < 20; run++) {
        List<PointsRecord.Case> cases = new ArrayList<>();
        for (String name : HOSTILE) {
          Metric metric = new Metric("time " + name, "u" + name, Better.LOWER);
          PointsRecord.Case plain =
              SiteHistories.measured(name, metric, 100 * (run < 12 ? 1 : 2) + run % 3);
          cases.add(
              new PointsRecord.Case(
                  name, name + "b", name + "d", "VALID", List.of(), plain.points()));
        }
        String name = HOSTILE.get(run % HOSTILE.size());
        history.add(
            SiteHistories.run(
                run, name, Map.of(name, run < 6 ? HOSTILE.get(0) : name + run / 10), cases));
      }
      for (String text : HOSTILE) {
        history.note("other", false, SiteHistories.at(13), text, "", text);
      }
      history.note("release", false, SiteHistories.at(1), "", "", HOSTILE.get(0));
      Site.write(history, folder.resolve("site"), Optional.empty());
    }
    String index = folder.resolve("site/index.html").toUri().toString();
    try (Visit visit = chromium.open(index, DESKTOP, false)) {
      Page page = visit.page();
      assertEquals("%d of %1$d".formatted(HOSTILE.size()), shown(page));
      assertTrue(page.title().contains("<script>window.broken=1;alert(1)</script>"), page.title());
      page.locator("#filter").fill("<script>");
      page.locator("#filter").fill("");
      List<String> pages = new ArrayList<>();
      for (Locator link : page.locator("#case-list td.case a").all()) {
        String address = link.getAttribute("href");
        assertTrue(address.matches("cases/[0-9a-f]{16}\\.html"), address);
        pages.add(address);
      }
      assertEquals(HOSTILE.size(), pages.size());
      assertUnbroken(visit);
      for (String each : pages) {
        page.navigate(folder.resolve("site").resolve(each).toUri().toString());
        assertTrue(page.locator("h1").textContent().length() > 3);
        assertUnbroken(visit);
      }
    }
  }

  private static void assertUnbroken(Visit visit) {
    Page page = visit.page();
    assertEquals("undefined", page.evaluate("typeof window.broken"), page.url());
    assertEquals(0, page.locator("script:not([src]), img, svg svg, [onload], [onerror]").count());
    assertEquals(List.of(), visit.offences(), page.url());
  }

  @Test
  void aStrangersScriptWouldBeRefusedEvenIfItWereMarkup() throws IOException {
    try (Visit visit =
        chromium.open(site().resolve("index.html").toUri().toString(), DESKTOP, false)) {
      visit
          .page()
          .evaluate(
              """
              () => {
                const script = document.createElement("script");
                script.textContent = "window.broken = 1";
                document.body.append(script);
                const image = document.createElement("p");
                image.setAttribute("onclick", "window.broken = 2");
                document.body.append(image);
                image.click();
              }
              """);
      assertEquals("undefined", visit.page().evaluate("typeof window.broken"));
      assertTrue(
          visit.offences().stream().allMatch(each -> each.contains("Content Security Policy")));
      assertEquals(2, visit.offences().size(), visit.offences().toString());
    }
  }
}
