package assay.probe.telemetry;

/**
 * A stretch of {@link System#nanoTime}.
 *
 * @param toNanos not before {@code fromNanos}
 */
public record Window(long fromNanos, long toNanos) {

  public Window {
    if (toNanos < fromNanos) {
      throw new IllegalArgumentException("a window ends before it begins");
    }
  }

  public double seconds() {
    return (toNanos - fromNanos) * 1e-9;
  }
}
