package assay.reports.history.foreign;

import assay.reports.history.Better;
import assay.reports.history.Metric;
import assay.reports.history.Point;
import assay.reports.history.PointsRecord;
import assay.reports.history.PointsRecord.Case;
import assay.reports.history.UnusableHistoryException;
import assay.reports.text.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * JMH's {@code -rf json}. It has neither time nor machine nor commit, and leaves failed benchmarks
 * out without a word.
 */
final class JmhResults {

  private static final String TOOL = ForeignFile.Format.JMH.tool();

  /** Bytes allocated per operation: the one figure of JMH's profilers whose direction is plain. */
  private static final String ALLOCATION = "gc.alloc.rate.norm";

  /** In sample mode, what the primary metric's percentiles say already. */
  private static final Pattern PERCENTILE = Pattern.compile("p[01]\\.\\d+");

  private final TreeSet<String> undirected = new TreeSet<>();

  static Imported read(List<JsonNode> results, String source, Said said) {
    List<String> remarks = new ArrayList<>();
    JmhResults reader = new JmhResults();
    List<Case> cases = results.stream().map(reader::result).toList();
    Results.tellOfUndirected(reader.undirected, remarks);
    Said.Moment moment = said.moment(remarks);
    JsonNode first = results.isEmpty() ? null : results.getFirst();
    PointsRecord run =
        new PointsRecord(
            PointsRecord.SCHEMA,
            TOOL,
            first == null ? "" : Results.text(first, "jmhVersion"),
            source,
            moment.at().toString(),
            moment.from(),
            said.commit(),
            first == null ? "" : Results.text(first, "jdkVersion"),
            "",
            said.machine("", new TreeMap<>()),
            new PointsRecord.Place("set-up not said", new TreeMap<>()),
            cases);
    return new Imported(List.of(run), remarks);
  }

  private Case result(JsonNode result) {
    Results.require(result, "benchmark");
    Results.require(result, "mode");
    String mode = Results.text(result, "mode");
    String id = id(result, mode);
    JsonNode primary = result.path("primaryMetric");
    double score = Results.number(primary.path("score"));
    if (!Double.isFinite(score)) {
      return Results.lost(
          id, TOOL, "its score is " + Plain.cut(primary.path("score").toString(), 20));
    }
    List<Point> points = new ArrayList<>();
    String unit = Results.text(primary, "scoreUnit");
    points.add(Results.point(metric(mode, unit), score, forks(primary.path("rawData"))));
    if (mode.equals("sample")) {
      double p99 = Results.number(primary.path("scorePercentiles").path("99.0"));
      if (Double.isFinite(p99)) {
        points.add(Results.point(new Metric("p99_latency", unit, Better.LOWER), p99, List.of()));
      }
    }
    addAllocation(result.path("secondaryMetrics"), points);
    return Results.valid(id, TOOL, points);
  }

  private static String id(JsonNode result, String mode) {
    StringBuilder id = new StringBuilder(Results.text(result, "benchmark"));
    if (result.has("params")) {
      List<String> params = new ArrayList<>();
      result
          .get("params")
          .properties()
          .forEach(each -> params.add(each.getKey() + "=" + each.getValue().asString()));
      id.append('{').append(String.join(",", params)).append('}');
    }
    return id + "@" + mode + "@t" + result.path("threads").asInt(1);
  }

  /** The direction is the mode's: the units alone, ms/op and ops/ms, are too easily mixed up. */
  private static Metric metric(String mode, String unit) {
    return switch (mode) {
      case "thrpt" -> new Metric("throughput", unit, Better.HIGHER);
      case "avgt" -> new Metric("average_time", unit, Better.LOWER);
      case "sample" -> new Metric("sample_time", unit, Better.LOWER);
      case "ss" -> new Metric("single_shot_time", unit, Better.LOWER);
      default ->
          throw new UnusableHistoryException(
              "JMH has no mode \"%s\"".formatted(Plain.cut(Plain.of(mode), 40)));
    };
  }

  /** {@code rawData[fork][iteration]}; empty when it was switched off. */
  private static List<List<Double>> forks(JsonNode rawData) {
    List<List<Double>> forks = new ArrayList<>();
    for (JsonNode fork : rawData) {
      List<Double> iterations = new ArrayList<>();
      fork.forEach(iteration -> iterations.add(Results.number(iteration)));
      forks.add(iterations);
    }
    return forks;
  }

  private void addAllocation(JsonNode secondary, List<Point> points) {
    for (var each : secondary.properties()) {
      // Up to 1.36, names of profilers' metrics began with a dot.
      String name = each.getKey().replaceFirst("^\u00b7", "");
      double score = Results.number(each.getValue().path("score"));
      if (PERCENTILE.matcher(name).matches()) {
        continue;
      }
      if (!name.equals(ALLOCATION)) {
        undirected.add(Plain.cut(Plain.of(name), 60));
      } else if (Double.isFinite(score)) {
        String unit = Results.text(each.getValue(), "scoreUnit");
        points.add(
            Results.point(
                new Metric("allocated_per_op", unit, Better.LOWER),
                score,
                forks(each.getValue().path("rawData"))));
      }
    }
  }
}
