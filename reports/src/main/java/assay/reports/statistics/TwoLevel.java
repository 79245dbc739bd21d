package assay.reports.statistics;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Samples of two levels, {@code [fork][iteration]}: forks are independent, the iterations of one
 * fork are not.
 *
 * @param samples at least one fork, each with at least one iteration
 */
public record TwoLevel(double[][] samples) {

  private static final int RESAMPLES = 1000;

  /**
   * @throws IllegalArgumentException when there is no fork, or one without an iteration
   */
  public TwoLevel {
    if (samples.length == 0) {
      throw new IllegalArgumentException("no forks");
    }
    for (double[] fork : samples) {
      if (fork.length == 0) {
        throw new IllegalArgumentException("a fork without iterations");
      }
    }
  }

  /**
   * Standard error of any statistic, by a bootstrap of two levels.
   *
   * <p>Forks are drawn with replacement, and each drawn fork keeps its iterations as they are:
   * drawing those with replacement as well would count the spread inside a fork twice, since it is
   * in the spread between the forks already (A. C. Davison and D. V. Hinkley, "Bootstrap methods
   * and their application", 1997, section 3.8). With a single fork only its iterations can be
   * drawn, which tells nothing of other forks.
   *
   * @param statistic of forks and their iterations
   */
  public double error(ToDoubleFunction<double[][]> statistic, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] draws = new double[RESAMPLES];
    for (int draw = 0; draw < draws.length; draw++) {
      draws[draw] = statistic.applyAsDouble(drawn(random));
    }
    // A draw of n forks scatters with n - 1 of n parts of their variance.
    int drawn = samples.length > 1 ? samples.length : samples[0].length;
    double lost = drawn > 1 ? (double) drawn / (drawn - 1) : 1;
    return Math.sqrt(Spread.of(draws).variance() * lost);
  }

  private double[][] drawn(SplittableRandom random) {
    if (samples.length == 1) {
      double[] fork = samples[0];
      return new double[][] {
        random.ints(fork.length, 0, fork.length).mapToDouble(i -> fork[i]).toArray()
      };
    }
    return random
        .ints(samples.length, 0, samples.length)
        .mapToObj(i -> samples[i])
        .toArray(double[][]::new);
  }

  /**
   * Share of the variance that lies between forks, 0 to 1 (intraclass correlation, one-way analysis
   * of variance). Near 1, more iterations are a waste of time, only more forks help.
   */
  public double betweenShare() {
    int forks = samples.length;
    if (forks < 2) {
      return 0;
    }
    double[] means = new double[forks];
    double within = 0;
    long all = 0;
    long squares = 0;
    for (int i = 0; i < forks; i++) {
      Spread fork = Spread.of(samples[i]);
      means[i] = fork.mean();
      within += fork.variance() * fork.degrees();
      all += samples[i].length;
      squares += (long) samples[i].length * samples[i].length;
    }
    double size = (all - (double) squares / all) / (forks - 1);
    double meanSquareWithin = all > forks ? within / (all - forks) : 0;
    double between = Math.max(0, Spread.of(means).variance() - meanSquareWithin / size);
    double total = between + meanSquareWithin;
    return total > 0 ? between / total : 0;
  }
}
