package assay.reports.judge;

import assay.reports.summary.Metric;
import assay.reports.summary.Units;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a difference must reach to be told.
 *
 * @param thresholds ratio of each metric below which a difference matters to nobody
 * @param yardstick by what it is told from chance
 */
public record Rules(Map<Metric, Double> thresholds, Yardstick yardstick) {

  /** Whose scatter a difference must exceed. */
  public enum Yardstick {
    /** Forks of the two sides. */
    FORKS,
    /** Runs of a history. */
    RUNS
  }

  /**
   * With fewer forks a side no ranking of them is rarer than one in twenty, and a JIT that has two
   * ways of compiling a loop may show one way on each side by chance; such ways differ by less than
   * {@link #COARSE_THRESHOLD}.
   */
  public static final int ENOUGH_FORKS = 4;

  public static final double COARSE_THRESHOLD = 1.5;

  /**
   * Of the differences that are told, the share that is expected to be wrong; and so of families
   * without any difference the share in which one is told.
   */
  public static final double FALSE_DISCOVERIES = 0.01;

  /** The part of it that is spent on cases judged together, where sides took turns. */
  static final double OF_TOGETHER = 0.002;

  /** For SAME: how probable it may be that the difference is as large as matters. */
  public static final double SAME_LEVEL = 0.05;

  public static final Rules DEFAULT = new Rules(Map.of(), Yardstick.FORKS);

  /** The share of the differences told of single cases that may be wrong. */
  double wrong(boolean inTurns) {
    return inTurns ? FALSE_DISCOVERIES - OF_TOGETHER : FALSE_DISCOVERIES;
  }

  public double threshold(Metric metric) {
    return thresholds.getOrDefault(metric, metric.threshold());
  }

  /**
   * The same rules with another threshold.
   *
   * @param ratio above 1
   */
  public Rules with(Metric metric, double ratio) {
    Map<Metric, Double> all = new EnumMap<>(Metric.class);
    all.putAll(thresholds);
    all.put(metric, ratio);
    return new Rules(all, yardstick);
  }

  public Rules by(Yardstick other) {
    return new Rules(thresholds, other);
  }

  /** How verdicts are made, for readers. */
  public String text() {
    return yardstick == Yardstick.RUNS ? textOfRuns() : textOfForks();
  }

  private String textOfRuns() {
    return ("Each case is held against the runs of the history since its level last changed. FASTER"
            + " and SLOWER: it differs from their mean by %s or more, by more than one more run"
            + " would by their scatter (Student's prediction interval of logarithms, allowing for"
            + " runs that resemble the one before), and none of them was like it. At most one in"
            + " %.0f of these verdicts is expected to be wrong (Benjamini-Hochberg). SAME: it surely"
            + " differs by less than %s. \"Could see\" is the smallest change that one run would have"
            + " shown four times in five, were it the only one.")
        .formatted(
            Units.ratio(threshold(Metric.SPEED)),
            1 / FALSE_DISCOVERIES,
            Units.ratio(threshold(Metric.SPEED)));
  }

  private String textOfForks() {
    return ("FASTER and SLOWER: fork means differ by %s or more, and by more than their spread"
            + " explains (t test on their logarithms, spreads moderated over the cases of the run);"
            + " with fewer than %d forks a side only when the interval lies beyond %s. At most one"
            + " in %.0f of these verdicts is expected to be wrong (Benjamini-Hochberg). SAME: they"
            + " surely differ by less than %s (two one-sided tests). FASTER, WORSE: faster, and less"
            + " accurate. \"Could see\" is the smallest change that such data would have told four times"
            + " in five, were it the only one. Of sides that took turns the ratio of each round counts"
            + " (middle half of its pairs of iterations) instead of fork means, and their cases are"
            + " also judged together.")
        .formatted(
            Units.ratio(threshold(Metric.SPEED)),
            ENOUGH_FORKS,
            Units.ratio(COARSE_THRESHOLD),
            1 / FALSE_DISCOVERIES,
            Units.ratio(threshold(Metric.SPEED)));
  }
}
