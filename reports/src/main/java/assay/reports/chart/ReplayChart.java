package assay.reports.chart;

import assay.reports.judge.NoiseFloor;
import assay.reports.judge.Rounds;
import assay.reports.record.RunRecord;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.RunSummary;
import assay.reports.summary.Units;
import assay.reports.text.MachineLine;
import assay.reports.text.Plain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A build against itself (A/A): the ratio of both sides in every round, which would be 1 if nothing
 * but the build mattered.
 */
public final class ReplayChart {

  private static final int MOST_ROWS = 30;
  private static final int SLOT = 0;

  private record Replay(CaseSummary measured, double[] ratios) {

    /** Farthest round, as a factor. */
    double worst() {
      return Arrays.stream(ratios).map(each -> Math.exp(Math.abs(Math.log(each)))).max().orElse(1);
    }
  }

  private ReplayChart() {}

  /**
   * @return empty unless the runs are one build that was measured against itself in turns, and
   *     share a round of a valid case
   */
  public static Optional<Chart> of(List<RunSummary> runs) {
    if (runs.size() != 2 || !isReplay(runs.getFirst().run(), runs.getLast().run())) {
      return Optional.empty();
    }
    List<Replay> replays = replays(runs.getFirst(), runs.getLast());
    if (replays.isEmpty()) {
      return Optional.empty();
    }
    double usual = NoiseFloor.of(runs.getFirst(), runs.getLast()).usualRatio(true);
    return Optional.of(chart(runs.getFirst().run(), replays, usual));
  }

  private static boolean isReplay(RunRecord first, RunRecord second) {
    String turns = first.invocation().turns();
    return turns != null
        && turns.startsWith(RunRecord.REPLAY)
        && turns.equals(second.invocation().turns());
  }

  private static List<Replay> replays(RunSummary first, RunSummary second) {
    Map<String, CaseSummary> others = new HashMap<>();
    second.valid().forEach(each -> others.put(each.record().id(), each));
    List<Replay> replays = new ArrayList<>();
    for (CaseSummary each : first.valid()) {
      CaseSummary other = others.get(each.record().id());
      double[] ratios = other == null ? new double[0] : ratios(each, other);
      if (ratios.length > 0) {
        replays.add(new Replay(each, ratios));
      }
    }
    return replays;
  }

  private static double[] ratios(CaseSummary first, CaseSummary second) {
    return Rounds.ofSpeed(first.record(), second.record()).values().stream()
        .mapToDouble(Math::exp)
        .toArray();
  }

  private static Chart chart(RunRecord run, List<Replay> replays, double usual) {
    List<Replay> shown =
        replays.stream()
            .sorted(Comparator.comparingDouble(each -> -each.worst()))
            .limit(MOST_ROWS)
            .toList();
    double most = Math.max(usual, shown.getFirst().worst());
    String cut =
        shown.size() < replays.size()
            ? ", the %d least steady of %d cases".formatted(shown.size(), replays.size())
            : "";
    return new Chart(
        "replay",
        "The same build against itself, in turns: 19 of 20 cases differ by less than "
            + Units.ratio(usual),
        "ratio of speeds, a dot a round%s; grey is the noise floor · %s, %s"
            .formatted(cut, MachineLine.chips(run), MachineLine.when(run)),
        new Strips(
            shown.stream().map(each -> new Strips.Row(head(each), each.ratios())).toList(),
            Scales.ratio("speed of the second half over the first (log)", 1 / most, most),
            SLOT,
            Optional.of(new Lanes.Band(1 / usual, 1, usual))),
        table(replays));
  }

  private static String head(Replay each) {
    CaseSummary measured = each.measured();
    return Plain.of(
        "%s %s, %s".formatted(measured.format(), measured.shape().label(), measured.backend()));
  }

  private static DataTable table(List<Replay> replays) {
    List<List<String>> rows = new ArrayList<>();
    for (Replay each : replays) {
      double[] sorted = each.ratios().clone();
      Arrays.sort(sorted);
      rows.add(
          List.of(
              Plain.of(each.measured().record().id()),
              String.valueOf(sorted.length),
              Units.ratio(sorted[0]),
              Units.ratio(sorted[sorted.length / 2]),
              Units.ratio(sorted[sorted.length - 1])));
    }
    return new DataTable(List.of("case", "rounds", "least", "median", "largest"), 1, rows);
  }
}
