package assay.reports.judge;

import assay.reports.statistics.Contrast;
import assay.reports.statistics.FalseDiscovery;
import assay.reports.statistics.Spread;
import assay.reports.statistics.Student;
import assay.reports.summary.Interval;
import assay.reports.summary.Metric;
import assay.reports.summary.Units;
import java.util.List;
import java.util.Optional;

/**
 * Two valid measurements of one metric of one task against each other; verdicts are made for a
 * family of them.
 *
 * @param threshold ratio below which a difference matters to nobody
 * @param forks of the side that has fewer
 * @param contrast baseline less contender; empty when there is too little to test
 */
record Duel(Metric metric, double threshold, int forks, Optional<Contrast> contrast) {

  private static final double INTERVAL = 0.95;

  static Duel apart(Metric metric, double threshold, Spread baseline, Spread contender) {
    boolean known = baseline.isKnown() && contender.isKnown();
    return new Duel(
        metric,
        threshold,
        Math.min(baseline.count(), contender.count()),
        known ? Optional.of(Contrast.apart(baseline, contender)) : Optional.empty());
  }

  static Duel inTurns(Metric metric, double threshold, Spread differences) {
    return new Duel(
        metric,
        threshold,
        differences.count(),
        differences.isKnown() ? Optional.of(Contrast.inTurns(differences)) : Optional.empty());
  }

  /** The same with at least this standard error. */
  Duel noNarrowerThan(double error) {
    return new Duel(
        metric,
        threshold,
        forks,
        contrast.map(
            each -> new Contrast(each.effect(), Math.max(error, each.error()), each.degrees())));
  }

  /**
   * A family's duels, and what each must reach.
   *
   * @param tests how many could be tested
   * @param level the probability up to which a difference counts
   * @param alone that level, were one duel the only one that differs
   */
  record Family(long tests, double level, double alone) {

    /**
     * @param wrong share of the differences told that may be wrong
     */
    static Family of(List<Duel> duels, double wrong) {
      double[] probabilities =
          duels.stream()
              .filter(duel -> duel.contrast().isPresent())
              .mapToDouble(Duel::probability)
              .toArray();
      return new Family(
          probabilities.length,
          FalseDiscovery.level(probabilities, wrong),
          wrong / Math.max(1, probabilities.length));
    }
  }

  private boolean isCoarse() {
    return forks < Rules.ENOUGH_FORKS;
  }

  /** How probable the effect is without any difference; of few forks, within the coarse one. */
  private double probability() {
    Contrast found = contrast.orElseThrow();
    double beyond = Math.abs(found.effect()) - Math.log(Rules.COARSE_THRESHOLD);
    return isCoarse()
        ? Student.twoSided(Math.max(0, beyond) / found.error(), found.degrees())
        : found.probability();
  }

  Judgement judged(Family family) {
    Verdict verdict = verdict(family);
    return new Judgement(
        metric,
        verdict,
        ratio(),
        detectable(family),
        verdict == Verdict.UNCLEAR ? reason(family) : "");
  }

  Optional<Interval> ratio() {
    return contrast.map(each -> Interval.ofLogarithm(each.effect(), each.reach(INTERVAL)));
  }

  /** The smallest ratio that would have been told four times in five, were it the only one. */
  Optional<Double> detectable(Family family) {
    return contrast.map(each -> detectable(each, each.detectable(family.alone())));
  }

  private double detectable(Contrast found, double byNoise) {
    if (isCoarse()) {
      return Rules.COARSE_THRESHOLD * Math.exp(byNoise);
    }
    // Of changes just as large as matters half come out smaller.
    double above = Student.quantile(Contrast.POWER, found.degrees()) * found.error();
    return Math.max(Math.exp(byNoise), threshold * Math.exp(above));
  }

  Verdict verdict(Family family) {
    if (contrast.isEmpty()) {
      return Verdict.UNCLEAR;
    }
    Contrast found = contrast.get();
    boolean matters = Math.abs(found.effect()) >= Math.log(threshold);
    if (matters && probability() <= family.level()) {
      return found.effect() > 0 ? Verdict.FASTER : Verdict.SLOWER;
    }
    boolean same = found.probabilityOfDifference(Math.log(threshold)) <= Rules.SAME_LEVEL;
    return same && !isCoarse() ? Verdict.SAME : Verdict.UNCLEAR;
  }

  private String reason(Family family) {
    if (contrast.isEmpty()) {
      return "one fork says nothing about the spread between forks; run at least %d"
          .formatted(Rules.ENOUGH_FORKS);
    }
    if (isCoarse()) {
      return "%d forks a side tell only a factor beyond %s; run at least %d"
          .formatted(forks, Units.ratio(Rules.COARSE_THRESHOLD), Rules.ENOUGH_FORKS);
    }
    return probability() <= family.level()
        ? "it surely differs, but whether by as much as matters, %s, is open"
            .formatted(Units.ratio(threshold))
        : "only a change of %s or more would have been seen"
            .formatted(Units.spread(detectable(family).orElseThrow() - 1));
  }
}
