package assay.reports.history.foreign;

import assay.reports.history.Metric;
import assay.reports.history.Point;
import assay.reports.history.PointsRecord;
import assay.reports.history.UnusableHistoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Figures out of other tools' JSON. */
final class Results {

  private Results() {}

  /** A number, or what the tools write for one that is none; NaN for anything else. */
  static double number(JsonNode node) {
    // JMH quotes "NaN" and "+INF"; neither is a value that a history could keep.
    return node.isNumber() ? node.asDouble() : Double.NaN;
  }

  static String text(JsonNode object, String field) {
    JsonNode value = object.path(field);
    return value.isMissingNode() || value.isNull() ? "" : value.asString();
  }

  /**
   * @throws UnusableHistoryException when a result lacks what every result of its tool has
   */
  static void require(JsonNode result, String field) {
    if (!result.has(field)) {
      throw new UnusableHistoryException("a result has no \"%s\"".formatted(field));
    }
  }

  static PointsRecord.Case valid(String id, String backend, List<Point> points) {
    return new PointsRecord.Case(id, backend, "", "VALID", List.of(), points);
  }

  /** Not VALID, so that it is in the history and in no series. */
  static PointsRecord.Case lost(String id, String backend, String reason) {
    return new PointsRecord.Case(id, backend, "", "MISTRUSTED", List.of(reason), List.of());
  }

  /**
   * @param value as the tool itself gives it
   * @param forks iterations of each process; those without a usable one are passed over
   */
  static Point point(Metric metric, double value, List<List<Double>> forks) {
    List<Double> means = new ArrayList<>();
    int iterations = 0;
    for (List<Double> fork : forks) {
      List<Double> finite = fork.stream().filter(Double::isFinite).toList();
      iterations += finite.size();
      if (!finite.isEmpty()) {
        means.add(mean(finite));
      }
    }
    return new Point(
        metric, value, null, null, Math.max(1, means.size()), Math.max(1, iterations), means);
  }

  static double mean(List<Double> values) {
    return values.stream().mapToDouble(each -> each).average().orElseThrow();
  }

  /** Tells of figures that go nowhere. */
  static void tellOfUndirected(TreeSet<String> names, List<String> remarks) {
    if (!names.isEmpty()) {
      remarks.add(
          "left out, as nothing says whether more of it is better: " + String.join(", ", names));
    }
  }
}
