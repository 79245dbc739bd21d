package assay.probe.selftest;

import assay.probe.Reading;
import assay.probe.telemetry.Measure;
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

  /** Of the shortest phase, how late and how wide an answer is looked for. */
  private static final double REACH = 0.9;

  /**
   * Response over residual of one whose renewals are not seen: its readings are no independent
   * witnesses, so that it must be plain to see.
   */
  private static final double CLEAR = 4;

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
      Reading<Fit> steady = steady(trace, course, wave);
      if (steady instanceof Reading.Present<Fit>(Fit fit, String unit, String source)) {
        return following(trace, Course.asAsked(trace), fit);
      }
      return Finding.none(
          trace.channel(),
          "unresolved: its value changed %d times in %s s: it is frozen, too slow, or does not cover this load"
              .formatted(course.size(), number((wave.toNanos() - wave.fromNanos()) * 1e-9)));
    }
    return judge(trace, course, Fit.of(course, wave, REACH * shortest(wave)));
  }

  /** One that rounds shows nothing but the load's own edges, and those all the clearer. */
  private static Reading<Fit> steady(Trace trace, Course changes, SquareWave wave) {
    if (changes.size() == 0 || trace.channel().measure() != Measure.POWER) {
      return Reading.unresolved("it does not follow the load");
    }
    Fit fit = Fit.of(Course.asAsked(trace), wave, REACH * shortest(wave));
    return fit.responseWatts() > CLEAR * fit.noiseWatts()
        ? Reading.of(fit, "", FROM)
        : Reading.unresolved("it does not follow the load");
  }

  private static double shortest(SquareWave wave) {
    return wave.phases().stream()
        .mapToDouble(phase -> (phase.toNanos() - phase.fromNanos()) * 1e-9)
        .min()
        .orElseThrow();
  }

  private static Finding judge(Trace trace, Course course, Fit fit) {
    if (fit.responseWatts() < SURE * fit.responseError()) {
      Reading<Double> none =
          Reading.unresolved("it does not follow the load, so nothing tells when it answers");
      return new Finding(
          trace.channel(),
          period(course),
          none,
          none,
          Reading.of(fit.noiseWatts(), "W", FROM),
          Reading.of(fit.idleWatts(), "W", FROM),
          Reading.unresolved("it does not follow the load"),
          "does not cover this load");
    }
    return following(trace, course, fit);
  }

  private static Reading<Double> period(Course course) {
    return Double.isNaN(course.periodSeconds())
        ? Reading.unresolved("it says the same until the load changes, so no renewal is seen")
        : Reading.of(course.periodSeconds(), "s", FROM);
  }

  private static Reading<Double> window(Course course, Fit fit) {
    return Double.isNaN(course.periodSeconds())
        ? Reading.unresolved(
            "mean and period cannot be told apart where no renewal is seen; together they take %s s"
                .formatted(number(fit.windowSeconds())))
        : Reading.of(fit.windowSeconds(), "s", FROM);
  }

  private static Finding following(Trace trace, Course course, Fit fit) {
    return new Finding(
        trace.channel(),
        period(course),
        Reading.of(fit.lagSeconds(), "s", FROM),
        window(course, fit),
        Reading.of(fit.noiseWatts(), "W", FROM),
        Reading.of(fit.idleWatts(), "W", FROM),
        Reading.of(fit.responseWatts(), "W", FROM),
        sentence(course, fit));
  }

  private static String sentence(Course course, Fit fit) {
    if (Double.isNaN(course.periodSeconds())) {
      return "follows the load by %s W, late by %s s, and says the same in between"
          .formatted(number(fit.responseWatts()), number(fit.lagSeconds()));
    }
    boolean averages = fit.windowSeconds() > Finding.AVERAGING_PERIODS * course.periodSeconds();
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
