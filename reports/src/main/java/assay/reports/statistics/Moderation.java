package assay.reports.statistics;

import java.util.List;
import org.apache.commons.numbers.gamma.Digamma;
import org.apache.commons.numbers.gamma.Trigamma;

/**
 * What the variances of many cases tell about the variance of each.
 *
 * <p>Two to five forks say almost nothing of their own spread: by chance it comes out ten times too
 * small, and the case is called different. But a run has tens of cases, measured alike on one
 * machine. Their variances are taken as drawn from one distribution (scaled inverse chi-squared)
 * that is fitted to all of them, and each case's own variance is drawn towards it, the more the
 * fewer forks it has and the more alike the cases are. Where they are not alike the fit says so and
 * hardly anything changes (G. K. Smyth, Statistical Applications in Genetics and Molecular Biology
 * 3, 2004).
 *
 * @param variance that a typical case has
 * @param degrees of freedom that this knowledge is worth; 0 for none
 */
public record Moderation(double variance, double degrees) {

  /** Of cases that have nothing to do with each other. */
  public static final Moderation NONE = new Moderation(0, 0);

  /** From fewer variances a distribution cannot be told. */
  private static final int LEAST_CASES = 5;

  /** Alike beyond this nobody's variances are: a few odd cases hide among many. */
  private static final double MOST_DEGREES = 20;

  /** Fitted to the cases whose variance is known, by the moments of its logarithm. */
  public static Moderation of(List<Spread> cases) {
    List<Spread> known = cases.stream().filter(Spread::hasNoise).toList();
    if (known.size() < LEAST_CASES) {
      return NONE;
    }
    double[] logarithms = known.stream().mapToDouble(Moderation::centred).toArray();
    Spread all = Spread.of(logarithms);
    double sampling =
        known.stream().mapToDouble(each -> Trigamma.value(each.degrees() / 2)).average().orElse(0);
    // As unlike as they may well be, by a standard error of their own variance: taking tens of
    // cases for more alike than they are would make intervals too narrow.
    double doubt = all.variance() * Math.sqrt(2 / all.degrees());
    double degrees = degrees(all.variance() + doubt - sampling);
    double variance = Math.exp(all.mean() + Digamma.value(degrees / 2) - Math.log(degrees / 2));
    return new Moderation(variance, degrees);
  }

  /** The logarithm of a variance, without the bias that its degrees of freedom give it. */
  private static double centred(Spread each) {
    double half = each.degrees() / 2;
    return Math.log(each.variance()) - Digamma.value(half) + Math.log(half);
  }

  /**
   * The degrees of freedom at which variances scatter this much.
   *
   * @param excess variance of the logarithms beyond what the cases' own degrees of freedom explain
   */
  private static double degrees(double excess) {
    if (excess <= Trigamma.value(MOST_DEGREES / 2)) {
      return MOST_DEGREES;
    }
    double low = 1e-3;
    double high = MOST_DEGREES / 2;
    // Trigamma falls.
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (Trigamma.value(middle) > excess) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return 2 * low;
  }

  /**
   * For one of two sides that are compared: both are measurements of one case, of which all cases
   * tell once, and not once a side. With the whole on each side a family of thirty cases of three
   * forks would be told different three times as often as promised.
   */
  public Moderation ofOneSide() {
    return new Moderation(variance, degrees / 2);
  }

  /** A case with what all of them tell; one with a single observation is left unknown. */
  public Spread apply(Spread each) {
    if (degrees == 0 || !each.isKnown()) {
      return each;
    }
    double together = degrees + each.degrees();
    double moderated = (degrees * variance + each.degrees() * each.variance()) / together;
    return each.with(moderated, together);
  }
}
