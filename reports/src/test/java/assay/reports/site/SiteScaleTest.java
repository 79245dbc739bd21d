package assay.reports.site;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.reports.history.History;
import assay.reports.history.Metric;
import assay.reports.history.Point;
import assay.reports.history.PointsRecord;
import assay.reports.site.Chromium.Visit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The site of a history of as many points as {@code assay.history.points} says, 20,000 without, in
 * 500 cases of 4 figures, of which every tenth case becomes 5 % slower. Prints how long things
 * took; what is asserted is that everything is there. With {@code assay.history.folder} all of it
 * stays there.
 */
class SiteScaleTest {

  private static final int CASES = 500;
  private static final int SLOWER = 10;
  private static final List<Metric> METRICS =
      List.of(Metric.TIME, Metric.P99, Metric.NMSE, Metric.MAX_ERROR);

  @TempDir private Path temporary;

  @Test
  void theFirstViewHasEverything() throws IOException {
    int points = Integer.getInteger("assay.history.points", 20_000);
    int runs = Math.max(10, points / CASES / METRICS.size());
    Path folder =
        Optional.ofNullable(System.getProperty("assay.history.folder"))
            .map(Path::of)
            .orElse(temporary);
    Path site = folder.resolve("site");
    try (History history = SiteHistories.open(folder.resolve("history"))) {
      while (history.runs().size() < runs) {
        int run = history.runs().size();
        history.add(SiteHistories.run(run, "commit" + run, Map.of(), cases(run, runs)));
      }
      long start = System.nanoTime();
      Site.Written written = Site.write(history, site, Optional.empty());
      System.out.printf(
          "site of %,d points in %,d series: written in %.1f s, %,d MB; %s%n",
          written.points(),
          written.series(),
          (System.nanoTime() - start) / 1e9,
          bytes(site) / 1_000_000,
          written.headline());
      assertEquals((long) runs * CASES * METRICS.size(), written.points());
    }
    printMemory();
    try (Chromium chromium = new Chromium();
        Visit visit = chromium.open(site.resolve("index.html").toUri().toString(), 1280, false)) {
      String all = "%d of %1$d".formatted(CASES * METRICS.size());
      assertEquals(all, visit.page().locator("#count").textContent());
      System.out.println("first view: " + visit.page().evaluate(PAINTED));
      long start = System.nanoTime();
      visit.page().locator("#filter").fill("m499, p99");
      assertEquals(
          "1 of %d".formatted(CASES * METRICS.size()),
          visit.page().locator("#count").textContent());
      System.out.printf("filtered in %.0f ms%n", (System.nanoTime() - start) / 1e6);
      visit.page().locator("#case-list td.case a").first().click();
      visit.page().waitForURL("**/cases/*.html");
      assertEquals(METRICS.size() * 4, visit.page().locator("figure svg").count());
      System.out.println("a case's page: " + visit.page().evaluate(PAINTED));
      assertEquals(List.of(), visit.offences());
    }
  }

  /** What the browser itself says, from the beginning of the navigation. */
  private static final String PAINTED =
      """
      () => new Promise(done => requestAnimationFrame(() => setTimeout(() => {
        const paint = performance.getEntriesByName("first-contentful-paint")[0];
        const page = performance.getEntriesByType("navigation")[0];
        done("first contentful paint after " + Math.round(paint ? paint.startTime : -1)
          + " ms, all loaded and listed after " + Math.round(page.loadEventEnd) + " ms");
      })))
      """;

  private static List<PointsRecord.Case> cases(int run, int runs) {
    SplittableRandom random = new SplittableRandom(run);
    List<PointsRecord.Case> cases = new ArrayList<>();
    for (int i = 0; i < CASES; i++) {
      List<Point> points = new ArrayList<>();
      for (Metric metric : METRICS) {
        double level = i % SLOWER == 0 && metric == Metric.TIME && run >= runs * 2 / 3 ? 1.05 : 1;
        double value = 1000 * (1 + i) * level * Math.exp(0.01 * random.nextGaussian());
        points.add(
            new Point(
                metric, value, value * 0.99, value * 1.01, 3, 25, List.of(value, value, value)));
      }
      String id = "matmul:q4_K*f32:m%d,n1,k14336@vector@cpu@t2@cold@gaussian".formatted(i);
      cases.add(new PointsRecord.Case(id, "vector", "cpu", "VALID", List.of(), points));
    }
    return cases;
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static void printMemory() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (Files.isReadable(status)) {
      Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmHWM"))
          .forEach(line -> System.out.println("most memory at once, " + line));
    }
  }
}
