package assay.reports.forecast;

import assay.reports.judge.Judgement;
import assay.reports.statistics.Contrast;
import assay.reports.statistics.Moderation;
import assay.reports.statistics.Spread;
import assay.reports.summary.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A family of cases of one run in one metric, each against its own past. */
record Trials(Metric metric, double threshold, double mayMiss) {

  /**
   * A case.
   *
   * @param since what began the level, in words
   * @param value of the candidate, above 0
   * @param fewerForks how many times as many forks the history's runs had, at least 1
   * @param own spread of the candidate's forks
   */
  record Entry(Level level, String since, double value, double fewerForks, Spread own) {}

  /** In the order of the entries. */
  List<Judgement> judge(List<Entry> entries) {
    List<Optional<Forecast>> forecasts = entries.stream().map(Trials::forecast).toList();
    // What all cases tell of the scatter of one: eight runs alone tell little.
    Moderation moderation =
        Moderation.of(
            forecasts.stream()
                .flatMap(Optional::stream)
                .filter(Forecast::isEnough)
                .map(Forecast::scatter)
                .toList());
    Surprises surprises = Surprises.of(entries.stream().map(Trials::positive).toList(), moderation);
    List<Trial> trials =
        IntStream.range(0, entries.size())
            .mapToObj(i ->
                trial(
                    entries.get(i),
                    forecasts.get(i).map(each -> each.moderated(moderation)),
                    surprises))
            .toList();
    Trial.Family family = Trial.Family.of(trials, mayMiss);
    return trials.stream().map(each -> each.judged(family)).toList();
  }

  /** Of a time or an energy that is 0 nothing is foretold. */
  private static double[] positive(Entry entry) {
    return Arrays.stream(entry.level().values()).filter(each -> each > 0).toArray();
  }

  private static Optional<Forecast> forecast(Entry entry) {
    double[] positive = positive(entry);
    return positive.length == 0 ? Optional.empty() : Optional.of(Forecast.of(positive));
  }

  private Trial trial(Entry entry, Optional<Forecast> forecast, Surprises surprises) {
    Optional<Forecast> enough = forecast.filter(Forecast::isEnough);
    Optional<Contrast> contrast =
        enough.map(each -> each.against(entry.value(), entry.fewerForks(), entry.own()));
    return new Trial(
        metric,
        threshold,
        forecast,
        entry.since(),
        enough.filter(each -> each.isBeyond(entry.value())).isPresent(),
        contrast,
        contrast.map(surprises::share).orElse(1.0));
  }
}
