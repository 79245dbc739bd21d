package assay.probe.telemetry;

import java.util.List;

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
}
