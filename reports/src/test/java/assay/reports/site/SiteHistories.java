package assay.reports.site;

import assay.reports.history.History;
import assay.reports.history.Metric;
import assay.reports.history.Point;
import assay.reports.history.PointsRecord;
import assay.reports.history.StoreAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** Made-up histories; every figure in them is synthetic. */
final class SiteHistories {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private SiteHistories() {}

  static History open(Path folder) {
    return History.toWrite(new StoreAddress.Folder(folder), text -> {});
  }

  /** When run {@code i} of a history starts. */
  static Instant at(int run) {
    return START.plusSeconds(86_400L * run);
  }

  /**
   * @param facts of the set-up
   */
  static PointsRecord run(
      int run, String commit, Map<String, String> facts, List<PointsRecord.Case> cases) {
    return new PointsRecord(
        PointsRecord.SCHEMA,
        "jmh",
        "1",
        "made up",
        at(run).toString(),
        "user",
        commit,
        "25",
        "",
        new PointsRecord.Place("a machine", new TreeMap<>(Map.of("cpu", "made up"))),
        new PointsRecord.Place("a set-up", new TreeMap<>(facts)),
        cases);
  }

  static PointsRecord.Case measured(String id, Metric metric, double value) {
    List<Double> forks = List.of(value * 0.995, value, value * 1.004);
    Point point = new Point(metric, value, value * 0.99, value * 1.01, 3, 15, forks);
    return new PointsRecord.Case(id, "vector", "cpu", "VALID", List.of(), List.of(point));
  }

  /** Days of a case that takes 1 ms, and 4 % longer from {@code step} on. */
  static void addStep(
      History history, String id, int days, int step, IntFunction<Map<String, String>> facts) {
    addStep(history, id, days, step, 1.04, facts);
  }

  /**
   * @param ratio of the time from {@code step} on
   * @param facts of the set-up on a day
   */
  static void addStep(
      History history,
      String id,
      int days,
      int step,
      double ratio,
      IntFunction<Map<String, String>> facts) {
    SplittableRandom random = new SplittableRandom(7);
    for (int day = 0; day < days; day++) {
      double value = 1e6 * (day < step ? 1 : ratio) * (1 + 0.002 * random.nextGaussian());
      List<PointsRecord.Case> cases = List.of(measured(id, Metric.TIME, value));
      history.add(run(day, "commit" + day, facts.apply(day), cases));
    }
  }
}
