package assay.reports.statistics;

import java.util.List;

/**
 * The difference between two sides with its standard error.
 *
 * @param effect first side less second, of logarithms: how many times larger, as a logarithm
 * @param error its standard error, above 0
 * @param degrees of freedom behind the error
 */
public record Contrast(double effect, double error, double degrees) {

  /** Power of the "could have seen" figures: four times in five. */
  public static final double POWER = 0.8;

  /**
   * Of two sides measured apart, by Welch's t test (Biometrika 34, 1947) with Satterthwaite's
   * degrees of freedom.
   *
   * @throws IllegalArgumentException when a side's variance is unknown
   */
  public static Contrast apart(Spread first, Spread second) {
    requireKnown(first);
    requireKnown(second);
    double one = first.variance() / first.count();
    double other = second.variance() / second.count();
    double squares = one * one / first.degrees() + other * other / second.degrees();
    return new Contrast(
        first.mean() - second.mean(),
        Math.sqrt(one + other),
        (one + other) * (one + other) / squares);
  }

  /**
   * Of two sides measured in turns: the drift that both saw is not in the differences of a turn.
   *
   * @param differences first side less second, turn by turn
   * @throws IllegalArgumentException when their variance is unknown
   */
  public static Contrast inTurns(Spread differences) {
    requireKnown(differences);
    return new Contrast(differences.mean(), differences.error(), differences.degrees());
  }

  /**
   * Of the mean effect over several tasks that were measured independently of each other; degrees
   * of freedom by Satterthwaite.
   *
   * @param contrasts at least one
   */
  public static Contrast mean(List<Contrast> contrasts) {
    double effects = 0;
    double variances = 0;
    double squares = 0;
    for (Contrast each : contrasts) {
      double variance = each.error * each.error;
      effects += each.effect;
      variances += variance;
      squares += variance * variance / each.degrees;
    }
    int count = contrasts.size();
    return new Contrast(
        effects / count, Math.sqrt(variances) / count, variances * variances / squares);
  }

  private static void requireKnown(Spread side) {
    if (!side.isKnown()) {
      throw new IllegalArgumentException("one observation has no spread");
    }
  }

  /** How probable such an effect is when there is none. */
  public double probability() {
    return Student.twoSided(effect / error, degrees);
  }

  /**
   * How probable such an effect is when the true one is no smaller than {@code bound} either way:
   * small where the sides are as good as equal (two one-sided tests, D. J. Schuirmann, J.
   * Pharmacokinetics and Biopharmaceutics 15, 1987).
   *
   * @param bound logarithm of the largest ratio that does not matter
   */
  public double probabilityOfDifference(double bound) {
    return Student.above((bound - Math.abs(effect)) / error, degrees);
  }

  /**
   * Half the width of the interval.
   *
   * @param level share of such intervals that hold the true effect, 0.95 usually
   */
  public double reach(double level) {
    return Student.quantile((1 + level) / 2, degrees) * error;
  }

  /**
   * The effect, as a logarithm, that a two-sided test would have told {@link #POWER} of the time.
   *
   * @param level of the test
   */
  public double detectable(double level) {
    return detectable(error, degrees, level);
  }

  /**
   * The effect that two sides will be told apart by, before they are measured.
   *
   * @param deviation of one fork's logarithm, from an earlier run of the case
   * @param forks a side, at least 2
   */
  public static double detectableWith(double deviation, int forks, double level) {
    return detectable(deviation * Math.sqrt(2.0 / forks), 2.0 * (forks - 1), level);
  }

  /**
   * The same for two sides that take turns.
   *
   * @param deviation of one round's logarithm of the ratio
   * @param rounds at least 2
   */
  public static double detectableInTurns(double deviation, int rounds, double level) {
    return detectable(deviation / Math.sqrt(rounds), rounds - 1, level);
  }

  private static double detectable(double error, double degrees, double level) {
    double quantiles = Student.quantile(1 - level / 2, degrees) + Student.quantile(POWER, degrees);
    return quantiles * error;
  }
}
