package assay.reports.sample;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import assay.reports.record.Sustained;
import assay.reports.record.Sustained.Slice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/**
 * Sustained runs of a made-up processor, generated from a seed: speed goes with the clock, power
 * with its cube above a base, the temperature follows the power.
 */
public final class SampleCourse {

  public static final Channel POWER =
      Channel.of(
          "rapl/package-0", "package-0", Measure.ENERGY, Scope.PACKAGE, "0", "/sys/class/powercap");
  public static final Channel CLOCK =
      Channel.of("cpufreq/mean", "", Measure.CLOCK, Scope.PACKAGE, "0", "/sys/devices/system/cpu");
  public static final Channel HEAT =
      Channel.of("hwmon/k10temp", "Tctl", Measure.TEMPERATURE, Scope.PACKAGE, "0", "/sys/class");

  public static final double FULL_HERTZ = 4e9;
  public static final double OPS_PER_SECOND = 700;

  private static final double SETTLE_SECONDS = 90;

  private SampleCourse() {}

  /**
   * @param clock share of the full clock by time in s
   * @param noise relative standard deviation of a slice's rate
   */
  public static Sustained of(
      double seconds, double slice, DoubleUnaryOperator clock, double noise, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Slice> slices = new ArrayList<>();
    double heat = 45;
    for (double at = 0; at < seconds - 1e-9; at += slice) {
      double share = clock.applyAsDouble(at);
      double watts = 25 + 95 * Math.pow(share, 3);
      double goal = 40 + 0.46 * watts;
      heat += (goal - heat) * (1 - Math.exp(-slice / SETTLE_SECONDS));
      double rate = OPS_PER_SECOND * share * Math.exp(noise * random.nextGaussian());
      long operations = Math.max(1, Math.round(rate * slice));
      Map<String, Reading<Double>> means = new LinkedHashMap<>();
      means.put(POWER.id(), Reading.of(watts * (1 + 0.01 * random.nextGaussian()), "W", "sample"));
      means.put(
          CLOCK.id(),
          Reading.of(FULL_HERTZ * share * (1 + 0.002 * random.nextGaussian()), "Hz", "sample"));
      means.put(HEAT.id(), Reading.of(heat + 0.3 * random.nextGaussian(), "°C", "sample"));
      slices.add(
          new Slice(
              at,
              slice,
              operations,
              Math.round(operations / rate * 1e9),
              means,
              share < 0.95 ? List.of("thermal") : List.of()));
    }
    return new Sustained(seconds, List.of(POWER, CLOCK, HEAT), slices);
  }

  /** Nothing ran between two moments; what comes later is later by as much. */
  public static Sustained interrupted(Sustained of, double at, double pause) {
    List<Slice> slices =
        of.slices().stream()
            .map(each ->
                each.startSeconds() < at
                    ? each
                    : new Slice(
                        each.startSeconds() + pause,
                        each.seconds(),
                        each.operations(),
                        each.nanos(),
                        each.means(),
                        each.throttled()))
            .toList();
    return new Sustained(of.askedSeconds(), of.channels(), slices);
  }

  /** The same machine without any sensor. */
  public static Sustained blind(Sustained of) {
    return new Sustained(
        of.askedSeconds(),
        List.of(),
        of.slices().stream()
            .map(each ->
                new Slice(
                    each.startSeconds(),
                    each.seconds(),
                    each.operations(),
                    each.nanos(),
                    Map.of(),
                    List.of()))
            .toList());
  }

  /** Full speed until {@code at} s, then this share of it. */
  public static DoubleUnaryOperator drop(double at, double share) {
    return seconds -> seconds < at ? 1 : share;
  }
}
