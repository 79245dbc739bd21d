package assay.probe.energy;

import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import assay.probe.telemetry.Trace;
import assay.probe.telemetry.Window;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;

/** When somebody asked a sensor, and what it said: traces with a known truth. */
final class Asked {

  static final long ZERO = 5_000_000_000_000L;

  private final TreeSet<Double> seconds = new TreeSet<>();

  private Asked() {}

  static Asked every(double step, double until) {
    Asked asked = new Asked();
    for (int i = 0; i * step <= until; i++) {
      asked.seconds.add(i * step);
    }
    return asked;
  }

  /** Late now and then. */
  static Asked roughly(double step, double until, SplittableRandom random) {
    Asked asked = new Asked();
    for (double now = 0; now <= until; now += step * random.nextDouble(0.9, 1.1)) {
      asked.seconds.add(now);
    }
    return asked;
  }

  Asked but(double share, SplittableRandom random) {
    seconds.removeIf(each -> random.nextDouble() < share);
    return this;
  }

  Asked notBetween(double from, double to) {
    seconds.removeIf(each -> each > from && each < to);
    return this;
  }

  Asked and(List<Window> windows) {
    for (Window window : windows) {
      seconds.add((window.fromNanos() - ZERO) * 1e-9);
      seconds.add((window.toNanos() - ZERO) * 1e-9);
    }
    return this;
  }

  /** As a measurement has them: a little before a window begins, a little after it ends. */
  Asked around(List<Window> windows, double late) {
    for (Window window : windows) {
      seconds.add((window.fromNanos() - ZERO) * 1e-9 - late);
      seconds.add((window.toNanos() - ZERO) * 1e-9 + late);
    }
    return this;
  }

  Trace trace(Channel channel, DoubleUnaryOperator said) {
    long[] nanos = seconds.stream().mapToLong(each -> ZERO + Math.round(each * 1e9)).toArray();
    double[] values = seconds.stream().mapToDouble(each -> said.applyAsDouble(each)).toArray();
    return new Trace(channel, nanos, values, List.of());
  }

  static Window window(double from, double to) {
    return new Window(ZERO + Math.round(from * 1e9), ZERO + Math.round(to * 1e9));
  }

  static Channel counter(double period) {
    return Channel.of("counter", "", Measure.ENERGY, Scope.PACKAGE, "0", "a test")
        .updatedEvery(period, "a test");
  }

  static Channel gauge(double period, double mean) {
    return Channel.of("gauge", "", Measure.POWER, Scope.BOARD, "0", "a test")
        .updatedEvery(period, "a test")
        .averagedOver(mean, "a test");
  }

  /** What a counter shows that is renewed at each multiple of its period. */
  static DoubleUnaryOperator counting(
      Load load, double period, double start, double range, double quantum) {
    return now -> {
      double joules = start + load.joules(Math.max(0, Math.floor(now / period) * period));
      double shown = quantum > 0 ? Math.floor(joules / quantum) * quantum : joules;
      return range > 0 ? shown % range : shown;
    };
  }

  /** What a gauge shows; its noise is the same whenever the same reading is asked for. */
  static DoubleUnaryOperator gauging(
      Load load, double period, double mean, double noise, long seed) {
    return now -> {
      double turn = Math.floor(now / period);
      double at = Math.max(0, turn * period);
      double scatter =
          noise == 0 ? 0 : noise * new SplittableRandom(seed + (long) turn * 7919).nextGaussian();
      return Math.max(1e-3, load.mean(at, Math.min(mean, at)) * (1 + scatter));
    };
  }
}
