package assay.reports.summary;

import assay.reports.record.CaseRecord;
import assay.reports.statistics.Spread;
import assay.reports.statistics.Student;
import java.util.Arrays;
import java.util.Optional;

/**
 * How fast a case ran.
 *
 * @param nanosPerOp geometric mean over fork means, with its interval
 * @param forks that entered; with one fork the interval knows nothing of the spread between forks
 * @param iterations of all forks
 * @param flopsPerSecond arithmetic rate of the task itself
 * @param bytesPerSecond rate of the bytes that must move at least once
 */
public record Speed(
    Interval nanosPerOp,
    int forks,
    int iterations,
    Interval flopsPerSecond,
    Interval bytesPerSecond) {

  /**
   * Student's interval of the mean logarithm, which holds the truth 95 times in 100 whatever share
   * of the spread lies between forks; the percentiles of a bootstrap of few forks do not.
   *
   * @param forkMeans spread of their logarithms
   */
  static Optional<Speed> of(CaseRecord measured, Optional<Spread> forkMeans) {
    return forkMeans.map(spread -> of(measured, ForkSamples.of(measured), spread));
  }

  /** From the case alone, without what other cases of the run tell about spreads. */
  static Optional<Speed> of(CaseRecord measured) {
    return of(measured, Spreads.of(measured, Metric.SPEED));
  }

  private static Speed of(CaseRecord measured, ForkSamples samples, Spread forkMeans) {
    Interval nanos =
        forkMeans.isKnown()
            ? interval(forkMeans, forkMeans.mean())
            : insideOneFork(samples, forkMeans);
    return new Speed(
        nanos,
        samples.forks(),
        samples.iterations(),
        nanos.mapFalling(each -> measured.work().flops() / each * 1e9),
        nanos.mapFalling(each -> measured.work().bytes() / each * 1e9));
  }

  private static Interval insideOneFork(ForkSamples samples, Spread forkMeans) {
    double[] iterations =
        Arrays.stream(samples.nanosPerOp()).flatMapToDouble(Arrays::stream).toArray();
    return interval(Spread.ofLogarithms(iterations), forkMeans.mean());
  }

  private static Interval interval(Spread spread, double estimate) {
    double reach =
        spread.isKnown() ? Student.quantile(0.975, spread.degrees()) * spread.error() : 0;
    return Interval.ofLogarithm(estimate, reach);
  }
}
