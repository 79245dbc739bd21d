package assay.reports.chart;

import assay.reports.statistics.Quantiles;
import assay.reports.summary.Units;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What single forks measured, run by run: whether they agree, and whether they have two modes. */
public final class ForkStrips {

  /**
   * @param head names the run
   * @param values of its forks, at least one
   */
  public record Forks(String head, double[] values) {}

  private ForkStrips() {}

  /**
   * @param runs the newest first, at least one
   * @param axis what the values are, with their unit
   * @param divisor of values, to be in the axis's unit
   */
  public static Chart of(String id, List<Forks> runs, String axis, double divisor) {
    double[] all =
        runs.stream().flatMapToDouble(run -> Arrays.stream(run.values())).sorted().toArray();
    List<Strips.Row> rows =
        runs.stream().map(run -> new Strips.Row(run.head(), run.values())).toList();
    Forks newest = runs.getFirst();
    return new Chart(
        id,
        "Forks of %s lie within %s of each other".formatted(newest.head(), spread(newest.values())),
        "each dot is a fork, of %d and more the shape of all; ticks are medians; the newest run on top"
            .formatted(StripRenderer.VIOLIN),
        new Strips(
            rows,
            Scales.between(axis, all[0] / divisor, all[all.length - 1] / divisor, divisor),
            0,
            Optional.empty()),
        table(runs, divisor));
  }

  /** Of the largest over the least. */
  private static String spread(double[] values) {
    double least = Arrays.stream(values).min().orElseThrow();
    double most = Arrays.stream(values).max().orElseThrow();
    return least > 0 ? Units.spread(most / least - 1) : "a range from 0";
  }

  private static DataTable table(List<Forks> runs, double divisor) {
    List<List<String>> rows = new ArrayList<>();
    for (Forks run : runs) {
      double[] sorted = run.values().clone();
      Arrays.sort(sorted);
      rows.add(
          List.of(
              run.head(),
              String.valueOf(sorted.length),
              Units.figure(sorted[0] / divisor),
              Units.figure(Quantiles.of(sorted, 0.5) / divisor),
              Units.figure(sorted[sorted.length - 1] / divisor)));
    }
    return new DataTable(List.of("run", "forks", "least", "median", "largest"), 1, rows);
  }
}
