package assay.reports.forecast;

import assay.reports.judge.Judgement;
import assay.reports.judge.Rules;
import assay.reports.judge.Verdict;
import assay.reports.statistics.Contrast;
import assay.reports.statistics.FalseDiscovery;
import assay.reports.statistics.Student;
import assay.reports.summary.Interval;
import assay.reports.summary.Metric;
import assay.reports.summary.Units;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One metric of one case of a candidate against what the history foretold; verdicts are made for a
 * family of them.
 *
 * @param threshold ratio below which a difference matters to nobody
 * @param forecast empty when the present level has no point yet
 * @param since what began the present level, in words
 * @param beyond whether no run of the level was like it
 * @param contrast history less candidate; empty when there are too few points
 * @param share of the history's runs that were as far off without a change
 */
record Trial(
    Metric metric,
    double threshold,
    Optional<Forecast> forecast,
    String since,
    boolean beyond,
    Optional<Contrast> contrast,
    double share) {

  private static final double INTERVAL = 0.95;

  /** Longer than this nobody waits for evidence. */
  private static final int MOST_RUNS = 100;

  /**
   * @param tests all of them, those of too few points included: they are to be tested some day
   * @param level the probability up to which a difference counts
   * @param mayMiss ratio that ought to be seen
   */
  record Family(int tests, double level, double mayMiss) {

    static Family of(List<Trial> trials, double mayMiss) {
      double[] probabilities =
          trials.stream()
              .filter(each -> each.contrast().isPresent())
              .mapToDouble(Trial::probability)
              .toArray();
      return new Family(
          trials.size(), FalseDiscovery.level(probabilities, Rules.FALSE_DISCOVERIES), mayMiss);
    }

    /** Level of a test that is the only one to find something. */
    double alone() {
      return Rules.FALSE_DISCOVERIES / Math.max(1, tests);
    }
  }

  /** What a run since the last change was like cannot be new. */
  private double probability() {
    return beyond ? Math.max(share, contrast.orElseThrow().probability()) : 1;
  }

  Judgement judged(Family family) {
    Verdict verdict = verdict(family);
    return new Judgement(
        metric,
        verdict,
        contrast.map(each -> Interval.ofLogarithm(each.effect(), each.reach(INTERVAL))),
        contrast.map(each -> detectable(each, family)),
        verdict == Verdict.UNCLEAR ? reason(family) : "");
  }

  private Verdict verdict(Family family) {
    if (contrast.isEmpty()) {
      return Verdict.UNCLEAR;
    }
    Contrast found = contrast.get();
    boolean matters = Math.abs(found.effect()) >= Math.log(threshold);
    if (matters && beyond && probability() <= family.level()) {
      return found.effect() > 0 ? Verdict.FASTER : Verdict.SLOWER;
    }
    boolean same = found.probabilityOfDifference(Math.log(threshold)) <= Rules.SAME_LEVEL;
    return same ? Verdict.SAME : Verdict.UNCLEAR;
  }

  private double detectable(Contrast found, Family family) {
    // Of changes just as large as matters half come out smaller.
    double above = Student.quantile(Contrast.POWER, found.degrees()) * found.error();
    return Math.max(Math.exp(found.detectable(family.alone())), threshold * Math.exp(above));
  }

  private String reason(Family family) {
    if (contrast.isEmpty()) {
      return tooFew(family);
    }
    Contrast found = contrast.get();
    if (!beyond && Math.abs(found.effect()) >= Math.log(threshold)) {
      return "some run since %s was like it".formatted(since);
    }
    if (found.probability() <= family.alone() && share > family.alone()) {
      return "cases of this history are as far off in one run of %.0f without a change; measure again"
          .formatted(2 / share);
    }
    return probability() <= family.level()
        ? "it surely differs, but whether by as much as matters, %s, is open"
            .formatted(Units.ratio(threshold))
        : "only a change of %s or more would have been seen%s"
            .formatted(percent(detectable(found, family)), remedy(found, family));
  }

  private String tooFew(Family family) {
    String seen =
        forecast
            .filter(each -> each.points() > 2)
            .map(each -> each.detectable(Forecast.LEAST_POINTS, family.alone()))
            .map(ratio -> " and, if they scatter like these, see a change of " + percent(ratio))
            .orElse("");
    return "%d runs since %s say too little of their scatter; %d would do%s"
        .formatted(forecast.map(Forecast::points).orElse(0), since, Forecast.LEAST_POINTS, seen);
  }

  /** How many runs it would take, where any number helps. */
  private String remedy(Contrast found, Family family) {
    if (detectable(found, family) <= family.mayMiss()) {
      return "";
    }
    String wanted = percent(family.mayMiss());
    Forecast known = forecast.orElseThrow();
    return IntStream.rangeClosed(known.points() + 1, MOST_RUNS)
        .filter(runs -> known.detectable(runs, family.alone()) <= family.mayMiss())
        .mapToObj(runs -> "; %d runs would show %s".formatted(runs, wanted))
        .findFirst()
        .orElse(
            "; no number of runs would show %s, as one differs from the next by %s"
                .formatted(wanted, Units.spread(known.deviation())));
  }

  private static String percent(double ratio) {
    return Units.spread(ratio - 1);
  }
}
