package assay.probe.selftest;

import java.util.List;

/**
 * A load that is on or off.
 *
 * @param phases in order of time, one beginning where the last ended
 */
public record SquareWave(List<Phase> phases) {

  /** A stretch of {@link System#nanoTime}. */
  public record Phase(long fromNanos, long toNanos, boolean loaded) {}

  public SquareWave {
    phases = List.copyOf(phases);
    for (int i = 1; i < phases.size(); i++) {
      if (phases.get(i).fromNanos() != phases.get(i - 1).toNanos()) {
        throw new IllegalArgumentException("phase %d does not follow the one before".formatted(i));
      }
    }
  }

  public long fromNanos() {
    return phases.getFirst().fromNanos();
  }

  public long toNanos() {
    return phases.getLast().toNanos();
  }

  /** Loaded share of the time from a moment back by a window; of a moment for a window of 0. */
  double share(double nanos, double windowNanos) {
    return windowNanos <= 0
        ? loadedAt(nanos)
        : (loadedUntil(nanos) - loadedUntil(nanos - windowNanos)) / windowNanos;
  }

  private double loadedAt(double nanos) {
    for (Phase phase : phases) {
      if (nanos >= phase.fromNanos() && nanos < phase.toNanos()) {
        return phase.loaded() ? 1 : 0;
      }
    }
    return 0;
  }

  private double loadedUntil(double nanos) {
    double loaded = 0;
    for (Phase phase : phases) {
      if (phase.loaded() && nanos > phase.fromNanos()) {
        loaded += Math.min(nanos, phase.toNanos()) - phase.fromNanos();
      }
    }
    return loaded;
  }
}
