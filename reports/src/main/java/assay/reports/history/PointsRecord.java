package assay.reports.history;

import assay.reports.history.MeasuredCase.CaseName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Results of another tool, as a history keeps them: {@code assay-points/1}. Holds figures, not the
 * tool's own file, which has no time, no machine or no direction in most cases.
 *
 * @param source name of the file that was imported, without folders
 * @param startedAt ISO-8601
 * @param timeFrom who says so: {@code result}, {@code user} or {@code file}, which is a guess
 * @param machine what the file says of the machine, or what the user said
 * @param environment what it says of its set-up
 */
public record PointsRecord(
    String schema,
    String tool,
    String toolVersion,
    String source,
    String startedAt,
    String timeFrom,
    String commit,
    String jvm,
    String host,
    Place machine,
    Place environment,
    List<Case> cases) {

  public static final String SCHEMA = "assay-points/1";

  /** More cases than any tool has written in one file. */
  private static final int MOST_CASES = 100_000;

  private static final int MOST_VALUES = 100_000;

  public record Place(String label, SortedMap<String, String> facts) {
    Fingerprint fingerprint(String what) {
      Map<String, String> all = new TreeMap<>();
      require(facts, what + ".facts")
          .forEach((name, value) ->
              all.put(
                  Checked.shown(name).replace('=', ' '),
                  Checked.shown(require(value, what + ".facts"))));
      return Fingerprint.of(Checked.text(what, label), all);
    }
  }

  public record Case(
      String id,
      String backend,
      String device,
      String state,
      List<String> reasons,
      List<Point> points) {}

  /**
   * Made from the results, so that a file that is imported twice is there once, also when it was
   * copied in between and has another date.
   */
  String id() {
    PointsRecord lasting =
        new PointsRecord(
            schema,
            tool,
            toolVersion,
            "",
            "file".equals(timeFrom) ? "" : startedAt,
            timeFrom,
            commit,
            jvm,
            host,
            machine,
            environment,
            cases);
    return tool
        + "-"
        + Sha256.shortKey(new String(HistoryJson.write(lasting), StandardCharsets.UTF_8));
  }

  /**
   * @throws UnusableHistoryException saying which field is missing or makes no sense
   */
  MeasuredRun measured(String id) {
    if (!SCHEMA.equals(schema)) {
      throw new UnusableHistoryException(
          "its schema is \"%s\", expected %s".formatted(Checked.shown(schema), SCHEMA));
    }
    if (require(cases, "cases").size() > MOST_CASES) {
      throw new UnusableHistoryException(
          "it has %d cases; a history takes %d at a time".formatted(cases.size(), MOST_CASES));
    }
    Fingerprint on = require(machine, "machine").fingerprint("machine");
    Fingerprint in = require(environment, "environment").fingerprint("environment");
    return new MeasuredRun(
        id,
        Checked.text("tool", require(tool, "tool")),
        Checked.text("tool version", toolVersion),
        Checked.time(startedAt, "startedAt"),
        Checked.text("commit", commit),
        Checked.text("JVM version", jvm),
        Checked.text("host", host),
        "",
        Checked.distinct(cases.stream().map(each -> measured(each, on, in)).toList()));
  }

  private static MeasuredCase measured(Case each, Fingerprint machine, Fingerprint environment) {
    CaseName name =
        new CaseName(
            Checked.text("case id", require(each.id(), "cases[].id")),
            "",
            "",
            Checked.text("backend", each.backend()),
            Checked.text("device", each.device()));
    return new MeasuredCase(
        name,
        machine,
        environment,
        Checked.text("state", require(each.state(), "cases[].state")),
        require(each.reasons(), "cases[].reasons").stream().map(Checked::shown).toList(),
        require(each.points(), "cases[].points").stream().map(PointsRecord::checked).toList());
  }

  private static Point checked(Point point) {
    Metric metric = require(point.metric(), "points[].metric");
    require(metric.better(), "points[].metric.better");
    Checked.text("metric", require(metric.name(), "points[].metric.name"));
    Checked.text("unit", require(metric.unit(), "points[].metric.unit"));
    List<Double> means = require(point.forkMeans(), "points[].forkMeans");
    boolean finite =
        Double.isFinite(point.value())
            && isFinite(point.low())
            && isFinite(point.high())
            && means.stream().allMatch(each -> each != null && Double.isFinite(each));
    if (!finite || means.size() > MOST_VALUES) {
      throw new UnusableHistoryException(
          "a point of %s has a value that is no finite number"
              .formatted(Checked.shown(metric.name())));
    }
    return point;
  }

  private static boolean isFinite(Double value) {
    return value == null || Double.isFinite(value);
  }

  private static <T> T require(T value, String field) {
    if (value == null) {
      throw new UnusableHistoryException("it has no field \"%s\"".formatted(field));
    }
    return value;
  }
}
