package assay.reports.statistics;

import org.apache.commons.statistics.distribution.TDistribution;

/** Student's t distribution, which knows how little a few observations tell of their spread. */
public final class Student {

  private Student() {}

  /**
   * The value that t stays below with this probability.
   *
   * @param degrees of freedom, above 0
   */
  public static double quantile(double probability, double degrees) {
    return TDistribution.of(degrees).inverseCumulativeProbability(probability);
  }

  /** How probable a t at least so far from 0 is, in either direction. */
  public static double twoSided(double t, double degrees) {
    return Math.min(1, 2 * above(Math.abs(t), degrees));
  }

  /** How probable a t above this one is. */
  public static double above(double t, double degrees) {
    return TDistribution.of(degrees).survivalProbability(t);
  }
}
