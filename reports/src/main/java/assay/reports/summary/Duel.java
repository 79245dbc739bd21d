package assay.reports.summary;

import assay.reports.summary.Comparison.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * Two valid measurements of one task against each other; verdicts are made for a family of them.
 *
 * @param forks of the side that has fewer
 * @param test empty when there is too little to test
 */
record Duel(int forks, Optional<Welch> test) {

  static Duel of(CaseSummary baseline, CaseSummary contender) {
    double[] from = ForkSamples.of(baseline.record()).forkMeans();
    double[] to = ForkSamples.of(contender.record()).forkMeans();
    int forks = Math.min(from.length, to.length);
    return new Duel(
        forks, forks < Welch.LEAST_FORKS ? Optional.empty() : Optional.of(Welch.of(from, to)));
  }

  /**
   * A family's duels, and what each must reach.
   *
   * @param tests how many could be tested
   * @param level the probability up to which a difference counts
   */
  record Family(long tests, double level) {

    /**
     * Benjamini and Hochberg, J. R. Stat. Soc. B 57, 1995: of thirty duels without any difference
     * one or two would pass 0.05 by chance.
     */
    static Family of(List<Duel> duels) {
      double[] sorted =
          duels.stream()
              .filter(duel -> duel.test().isPresent())
              .mapToDouble(Duel::probability)
              .sorted()
              .toArray();
      double level = 0;
      for (int i = 0; i < sorted.length; i++) {
        double allowed = Comparison.FALSE_DISCOVERIES * (i + 1) / sorted.length;
        if (sorted[i] <= allowed) {
          level = allowed;
        }
      }
      return new Family(sorted.length, level);
    }
  }

  private double threshold() {
    return forks < Comparison.ENOUGH_FORKS ? Comparison.COARSE_THRESHOLD : Comparison.THRESHOLD;
  }

  private double probability() {
    return test.orElseThrow().probabilityWithin(threshold());
  }

  Optional<Interval> ratio() {
    return test.map(Welch::ratio);
  }

  /** The smallest ratio that would have been told four times in five, were it the only one. */
  Optional<Double> detectable(Family family) {
    double alone = Comparison.FALSE_DISCOVERIES / family.tests();
    return test.map(each -> each.detectable(threshold(), alone));
  }

  Verdict verdict(Family family) {
    if (test.isEmpty()) {
      return Verdict.UNCLEAR;
    }
    if (probability() <= family.level()) {
      return test.get().effect() > 0 ? Verdict.FASTER : Verdict.SLOWER;
    }
    Interval ratio = test.get().ratio();
    boolean same = ratio.low() > 1 / Comparison.THRESHOLD && ratio.high() < Comparison.THRESHOLD;
    return same && forks >= Comparison.ENOUGH_FORKS ? Verdict.SAME : Verdict.UNCLEAR;
  }

  /** Why the verdict is UNCLEAR; empty for the others. */
  String reason(Family family) {
    if (verdict(family) != Verdict.UNCLEAR) {
      return "";
    }
    if (test.isEmpty()) {
      return "one fork says nothing about the spread between forks; run at least %d"
          .formatted(Comparison.ENOUGH_FORKS);
    }
    return forks < Comparison.ENOUGH_FORKS
        ? "%d forks a side tell only a factor beyond %s; run at least %d"
            .formatted(forks, Units.ratio(Comparison.COARSE_THRESHOLD), Comparison.ENOUGH_FORKS)
        : "only a change of %s or more would have been seen"
            .formatted(Units.spread(detectable(family).orElseThrow() - 1));
  }
}
