package assay.reports.summary;

import assay.reports.record.CaseRecord;
import java.util.Optional;

/**
 * How fast a case ran.
 *
 * @param nanosPerOp median over fork means, with its interval
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

  /** Empty when no fork has a usable iteration. */
  static Optional<Speed> of(CaseRecord measured) {
    ForkSamples samples = ForkSamples.of(measured);
    if (samples.forks() == 0) {
      return Optional.empty();
    }
    Interval nanos = Bootstrap.nanosPerOp(samples, seed(measured));
    return Optional.of(
        new Speed(
            nanos,
            samples.forks(),
            samples.iterations(),
            nanos.mapFalling(each -> measured.work().flops() / each * 1e9),
            nanos.mapFalling(each -> measured.work().bytes() / each * 1e9)));
  }

  /** The same record must give the same interval on every machine. */
  static long seed(CaseRecord measured) {
    return measured.id().hashCode() * 0x9E3779B97F4A7C15L;
  }
}
