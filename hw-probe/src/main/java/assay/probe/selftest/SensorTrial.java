package assay.probe.selftest;

import assay.probe.Reading;
import assay.probe.telemetry.Trace;
import java.util.Locale;

/**
 * What one sensor said of a load that went on and off.
 *
 * <p>Not to be seen from here: a sensor that looks at only a part of the time, as some GPUs do with
 * 25 of every 100 ms. A square wave much slower than that is averaged rightly.
 */
public final class SensorTrial {

  private static final String FROM = "self-test";

  /** Fewer updates than this fit four unknowns badly. */
  private static final int LEAST_UPDATES = 12;

  /**
   * Standard errors by which the load must show, above what chance makes of some tens of sensors.
   */
  private static final double SURE = 5;

  private SensorTrial() {}

  public static Finding of(Trace trace, SquareWave wave) {
    if (trace.size() == 0) {
      return Finding.none(
          trace.channel(),
          trace.gaps().isEmpty()
              ? "unresolved: it said nothing during the trial"
              : trace.gaps().getLast().reason());
    }
    Course course = Course.of(trace);
    if (course.size() < LEAST_UPDATES) {
      return Finding.none(
          trace.channel(),
          "unresolved: its value changed %d times in %s s: it is frozen, too slow, or does not cover this load"
              .formatted(course.size(), number((wave.toNanos() - wave.fromNanos()) * 1e-9)));
    }
    return judge(trace, course, Fit.of(course, wave, shortest(wave) / 2));
  }

  private static double shortest(SquareWave wave) {
    return wave.phases().stream()
        .mapToDouble(phase -> (phase.toNanos() - phase.fromNanos()) * 1e-9)
        .min()
        .orElseThrow();
  }

  private static Finding judge(Trace trace, Course course, Fit fit) {
    Reading<Double> period = Reading.of(course.periodSeconds(), "s", FROM);
    Reading<Double> noise = Reading.of(fit.noiseWatts(), "W", FROM);
    if (fit.responseWatts() < SURE * fit.responseError()) {
      Reading<Double> none =
          Reading.unresolved("it does not follow the load, so nothing tells when it answers");
      return new Finding(
          trace.channel(),
          period,
          none,
          none,
          noise,
          Reading.of(fit.idleWatts(), "W", FROM),
          Reading.unresolved("it does not follow the load"),
          "does not cover this load");
    }
    return new Finding(
        trace.channel(),
        period,
        Reading.of(fit.lagSeconds(), "s", FROM),
        Reading.of(fit.windowSeconds(), "s", FROM),
        noise,
        Reading.of(fit.idleWatts(), "W", FROM),
        Reading.of(fit.responseWatts(), "W", FROM),
        sentence(course, fit));
  }

  private static String sentence(Course course, Fit fit) {
    boolean averages = fit.windowSeconds() > 2 * course.periodSeconds();
    return "follows the load by %s W, %s"
        .formatted(
            number(fit.responseWatts()),
            averages
                ? "as a mean of %s s".formatted(number(fit.windowSeconds()))
                : "within its period of %s s".formatted(number(course.periodSeconds())));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }
}
