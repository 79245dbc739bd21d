package assay.reports.chart;

import assay.reports.statistics.Quantiles;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.ForkSamples;
import assay.reports.summary.Units;
import assay.reports.text.Plain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What single forks measured, run by run: whether they agree, and whether they have two modes. */
public final class ForkStrips {

  /**
   * @param head names the run
   * @param values of its forks, at least one
   */
  public record Forks(String head, double[] values) {}

  private static final int MOST_ROWS = 12;

  private ForkStrips() {}

  /**
   * The least steady cases of a run, each fork over the median of its case.
   *
   * @return empty when no valid case has two forks
   */
  static Optional<Chart> leastSteady(Context context) {
    List<Forks> all =
        context.summary().valid().stream()
            .map(each -> new Forks(head(context, each), overMedian(each)))
            .filter(each -> each.values().length > 1)
            .sorted(Comparator.comparingDouble(each -> -ratio(each.values())))
            .toList();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    List<Forks> shown = all.subList(0, Math.min(MOST_ROWS, all.size()));
    double[] values =
        shown.stream().flatMapToDouble(each -> Arrays.stream(each.values())).sorted().toArray();
    String cut =
        shown.size() < all.size()
            ? ", the %d least steady of %d cases".formatted(shown.size(), all.size())
            : "";
    return Optional.of(
        new Chart(
            "forks",
            "Forks of one case lie within %s of each other, those of half the cases within %s"
                .formatted(
                    spread(all.getFirst().values()), spread(all.get(all.size() / 2).values())),
            context.subtitle("time of each fork over its case's median" + cut),
            new Strips(
                shown.stream().map(each -> new Strips.Row(each.head(), each.values())).toList(),
                Scales.ratio("time over the median (log)", values[0], values[values.length - 1]),
                0,
                Optional.of(new Lanes.Band(1, 1, 1))),
            table(shown, 1)));
  }

  private static String head(Context context, CaseSummary each) {
    return Plain.cut(
        Plain.of("%s %s, %s".formatted(each.format(), each.shape().label(), context.name(each))),
        60);
  }

  private static double[] overMedian(CaseSummary each) {
    double[] means = ForkSamples.of(each.record()).forkMeans();
    // Of logarithms, as that is what the axis shows; with an even number of forks it differs.
    double[] logarithms = Arrays.stream(means).map(Math::log).toArray();
    double median = logarithms.length == 0 ? 0 : Quantiles.median(logarithms);
    return Arrays.stream(logarithms).map(one -> Math.exp(one - median)).toArray();
  }

  private static double ratio(double[] values) {
    return Arrays.stream(values).max().orElse(1) / Arrays.stream(values).min().orElse(1);
  }

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
    return new DataTable(List.of("of", "forks", "least", "median", "largest"), 1, rows);
  }
}
