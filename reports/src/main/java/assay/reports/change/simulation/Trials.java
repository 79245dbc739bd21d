package assay.reports.change.simulation;

import assay.reports.change.ChangeDetector;
import assay.reports.change.Kind;
import assay.reports.change.Looks;
import assay.reports.change.Series;
import assay.reports.change.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Draws series, shows them to the detector, counts. */
final class Trials {

  /** Points before a planted step. */
  static final int BASELINE = 40;

  /** So near to the planted step a finding is a hit. */
  private static final int NEAR = 2;

  private static final int FIRST_LOOK = 30;

  private final int series;
  private final long seed;
  private final ChangeDetector once;
  private final ChangeDetector every;

  Trials(int series, long seed, double rate) {
    this.series = series;
    this.seed = seed;
    this.once = ChangeDetector.of(new Settings(rate, Looks.ONCE, 0));
    this.every = ChangeDetector.of(new Settings(rate, Looks.EVERY, 0));
  }

  /** Series of so many points in which anything but a spike is found at one look. */
  Tally falseAlarms(Noise noise, int points) {
    return count(random -> alarms(once, noise.draw(points, random)));
  }

  /** Series in which any look after an append, from the 30th to the last point, finds a change. */
  Tally falseAlarmsOfAppends(Noise noise, int points, Looks looks) {
    return count(random -> {
      double[] values = noise.draw(points, random);
      return IntStream.rangeClosed(FIRST_LOOK, points)
          .anyMatch(n -> alarms(detector(looks), Arrays.copyOf(values, n)));
    });
  }

  private boolean alarms(ChangeDetector detector, double[] values) {
    return detector.offline(Series.of("", values)).stream().anyMatch(f -> f.kind().isChange());
  }

  private ChangeDetector detector(Looks looks) {
    return looks == Looks.ONCE ? once : every;
  }

  /**
   * @param found series in which the look after the last point finds a change
   * @param hit series in which it finds one near the step
   * @param everFound series in which any look after the step finds a change
   * @param everHit series in which any finds one near the step
   * @param medianError of the first finding's location, in points
   */
  record Power(Tally found, Tally hit, Tally everFound, Tally everHit, double medianError) {}

  /** One series with a step, looked at after each point that follows the step. */
  private record Outcome(
      boolean found, boolean hit, boolean everFound, boolean everHit, int error) {}

  /** A step of so many standard deviations, up or down, in Gaussian noise. */
  Power power(double step, int after, Looks looks) {
    List<Outcome> outcomes =
        each(random -> outcome(planted(step, after, random), detector(looks))).toList();
    int[] errors =
        outcomes.stream().filter(Outcome::found).mapToInt(Outcome::error).sorted().toArray();
    return new Power(
        tally(outcomes.stream().filter(Outcome::found).count()),
        tally(outcomes.stream().filter(Outcome::hit).count()),
        tally(outcomes.stream().filter(Outcome::everFound).count()),
        tally(outcomes.stream().filter(Outcome::everHit).count()),
        errors.length == 0 ? Double.NaN : errors[errors.length / 2]);
  }

  static double[] planted(double step, int after, SplittableRandom random) {
    double[] values = Noise.GAUSS.draw(BASELINE + after, random);
    for (int i = BASELINE; i < values.length; i++) {
      values[i] += step;
    }
    return values;
  }

  private static Outcome outcome(double[] values, ChangeDetector detector) {
    boolean everFound = false;
    boolean everHit = false;
    int error = Integer.MAX_VALUE;
    for (int n = BASELINE + 1; n <= values.length; n++) {
      error =
          detector.offline(Series.of("", Arrays.copyOf(values, n))).stream()
              .filter(f -> f.kind() == Kind.STEP)
              .mapToInt(f -> Math.abs(f.at() - BASELINE))
              .min()
              .orElse(Integer.MAX_VALUE);
      everFound |= error != Integer.MAX_VALUE;
      everHit |= error <= NEAR;
    }
    return new Outcome(error != Integer.MAX_VALUE, error <= NEAR, everFound, everHit, error);
  }

  private Tally count(Predicate<SplittableRandom> trial) {
    return tally(each(trial::test).filter(found -> found).count());
  }

  private <T> Stream<T> each(Function<SplittableRandom, T> trial) {
    return IntStream.range(0, series)
        .parallel()
        .mapToObj(i -> trial.apply(new SplittableRandom(seed * 0x9E3779B97F4A7C15L + i)));
  }

  private Tally tally(long hits) {
    return new Tally(hits, series);
  }
}
