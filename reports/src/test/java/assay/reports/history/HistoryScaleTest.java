package assay.reports.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.record.RunRecord;
import assay.reports.sample.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A history of as many points as {@code assay.history.points} says, 20,000 without. Prints how long
 * things took; what is asserted is that everything is there. With {@code assay.history.folder} the
 * history stays there, and beside it a run to add.
 */
class HistoryScaleTest {

  private static final int CASES = 500;
  private static final List<Metric> METRICS =
      List.of(Metric.TIME, Metric.P99, Metric.NMSE, Metric.MAX_ERROR);

  @TempDir private Path temporary;

  @Test
  void everythingThatWentInComesOut() throws IOException {
    int runs =
        Math.max(1, Integer.getInteger("assay.history.points", 20_000) / CASES / METRICS.size());
    Path folder =
        Optional.ofNullable(System.getProperty("assay.history.folder"))
            .map(Path::of)
            .orElse(temporary);
    StoreAddress address = new StoreAddress.Folder(folder.resolve("history"));
    double[] sum = {0};
    try (History history = History.toWrite(address, text -> {})) {
      timed(
          "%,d points added in %d runs".formatted(runs * CASES * METRICS.size(), runs),
          () -> {
            for (int run = 0; run < runs; run++) {
              PointsRecord record = record(run);
              sum[0] +=
                  record.cases().stream()
                      .flatMap(each -> each.points().stream())
                      .mapToDouble(Point::value)
                      .sum();
              assertTrue(history.add(record).isNew());
            }
          });
    }
    RunRecord last =
        HistoryRuns.renamed(
            SampleRun.large(CASES), "last", "2026-12-01T00:00:00Z", "2026-12-01T01:00:00Z");
    Path run = HistoryRuns.write(last, folder.resolve("run"));
    System.out.printf(
        "run.json of %d cases: %,d bytes%n", CASES, Files.size(run.resolve("run.json")));
    try (History history = History.toRead(address, text -> {})) {
      check(history, runs, sum[0]);
    }
    if (System.getProperty("assay.history.folder") == null) {
      try (History history = History.toWrite(address, text -> {})) {
        timed(
            "a run of %d cases added".formatted(CASES),
            () -> assertEquals(CASES, history.add(run, Optional.empty()).cases()));
      }
    }
    printMemory();
  }

  private static void check(History history, int runs, double sum) {
    List<Series> all = new ArrayList<>();
    timed("all series read", () -> history.series(key -> true, all::add));
    assertEquals(CASES * METRICS.size(), all.size());
    double found = 0;
    for (Series each : all) {
      assertEquals(runs, each.size());
      for (int i = 0; i < each.size(); i++) {
        found += each.values()[i];
        assertEquals(i, each.runs()[i]);
      }
    }
    assertEquals(sum, found, Math.abs(sum) * 1e-9);
    timed("%,d runs listed".formatted(runs), () -> assertEquals(runs, history.runs().size()));
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void timed(String what, Work work) {
    long start = System.nanoTime();
    try {
      work.run();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    System.out.printf("%s: %.2f s%n", what, (System.nanoTime() - start) / 1e9);
  }

  private static void printMemory() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (Files.isReadable(status)) {
      Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmHWM"))
          .forEach(line -> System.out.println("most memory at once, " + line));
    }
  }

  private static PointsRecord record(int run) {
    SplittableRandom random = new SplittableRandom(run);
    List<PointsRecord.Case> cases = new ArrayList<>();
    for (int i = 0; i < CASES; i++) {
      List<Point> points = new ArrayList<>();
      for (Metric metric : METRICS) {
        double value = (1 + i) * Math.exp(0.01 * random.nextGaussian());
        points.add(
            new Point(
                metric, value, value * 0.99, value * 1.01, 5, 25, List.of(value, value, value)));
      }
      String id = "matmul:q4_K*f32:m%d,n1,k14336@vector@cpu@t2@cold@gaussian".formatted(i);
      cases.add(new PointsRecord.Case(id, "vector", "cpu", "VALID", List.of(), points));
    }
    var place = new PointsRecord.Place("a machine", new TreeMap<>());
    Instant at = Instant.parse("2020-01-01T00:00:00Z").plusSeconds(3600L * run);
    return new PointsRecord(
        PointsRecord.SCHEMA,
        "jmh",
        "1",
        "made up",
        at.toString(),
        "user",
        "commit" + run,
        "",
        "",
        place,
        place,
        cases);
  }
}
