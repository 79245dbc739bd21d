package assay.probe.telemetry;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What one channel said over a stretch of time.
 *
 * <p>Times never go back. A counter's values are as they were read, wraps included.
 *
 * @param nanos of {@link System#nanoTime}
 * @param values in the measure's unit, as many as times
 * @param gaps when it could not be read, and why
 */
public record Trace(Channel channel, long[] nanos, double[] values, List<Gap> gaps) {

  /** Reading failed at this time, for this reason. */
  public record Gap(long nanos, String reason) {}

  public Trace {
    if (nanos.length != values.length) {
      throw new IllegalArgumentException(
          "%d times and %d values".formatted(nanos.length, values.length));
    }
    for (int i = 1; i < nanos.length; i++) {
      if (nanos[i] < nanos[i - 1]) {
        throw new IllegalArgumentException("time goes back at sample " + i);
      }
    }
    gaps = List.copyOf(gaps);
  }

  public int size() {
    return nanos.length;
  }

  /** The failure to read that is nearest in time to a moment; empty where there was none. */
  public Optional<Gap> gapNear(long moment) {
    return gaps.stream().min(Comparator.comparingLong(gap -> Math.abs(gap.nanos() - moment)));
  }

  /** Last sample at or before a moment, -1 when there is none. */
  public int lastUpTo(long moment) {
    int low = 0;
    int high = nanos.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (nanos[middle] <= moment) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /** First sample at or after a moment, {@link #size} when there is none. */
  public int firstFrom(long moment) {
    return lastUpTo(moment - 1) + 1;
  }

  /**
   * How far a counter counted up from one sample to another; one that went back was reset, and what
   * it counted before is lost. Wraps are for {@link assay.probe.energy}.
   */
  public double counted(int from, int to) {
    double sum = 0;
    for (int i = from + 1; i <= to; i++) {
      sum += Math.max(0, values[i] - values[i - 1]);
    }
    return sum;
  }
}
