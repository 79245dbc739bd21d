package assay.reports.history;

import java.util.List;

/**
 * One case's value of one metric in one run.
 *
 * @param value finite
 * @param low end of the 95 % interval; null, as {@code high}, where nothing tells it
 * @param forks that were measured; iterations of one fork are no independent observations
 * @param forkMeans value of each fork; empty where the metric has none per fork
 */
public record Point(
    Metric metric,
    double value,
    Double low,
    Double high,
    int forks,
    int iterations,
    List<Double> forkMeans) {

  /** A figure that stands for the whole case. */
  static Point single(Metric metric, double value, int forks, int iterations) {
    return new Point(metric, value, null, null, forks, iterations, List.of());
  }
}
