package assay.probe.energy;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A power over time of which the energy is known exactly: straight lines between points.
 *
 * @param seconds of the points, rising; two equal ones are a step
 */
record Load(double[] seconds, double[] watts, double[] joules) {

  static Load of(double[] seconds, double[] watts) {
    double[] joules = new double[seconds.length];
    for (int i = 1; i < seconds.length; i++) {
      joules[i] = joules[i - 1] + (watts[i] + watts[i - 1]) / 2 * (seconds[i] - seconds[i - 1]);
    }
    return new Load(seconds, watts, joules);
  }

  static Load steady(double watts, double until) {
    return of(new double[] {0, until}, new double[] {watts, watts});
  }

  static Load ramp(double from, double to, double until) {
    return of(new double[] {0, until}, new double[] {from, to});
  }

  /** Low first. */
  static Load square(double low, double high, double lowSeconds, double highSeconds, double until) {
    int steps = (int) Math.ceil(until / (lowSeconds + highSeconds)) + 1;
    double[] seconds = new double[4 * steps];
    double[] watts = new double[4 * steps];
    double now = 0;
    for (int i = 0; i < steps; i++) {
      double[] at = {now, now + lowSeconds, now + lowSeconds, now + lowSeconds + highSeconds};
      System.arraycopy(at, 0, seconds, 4 * i, 4);
      System.arraycopy(new double[] {low, low, high, high}, 0, watts, 4 * i, 4);
      now += lowSeconds + highSeconds;
    }
    return of(seconds, watts);
  }

  /** Steps and slopes of at least a length each. */
  static Load random(SplittableRandom random, double most, double leastSeconds, double until) {
    int points = (int) Math.min(400, until / leastSeconds) + 2;
    double[] seconds = new double[points];
    double[] watts = new double[points];
    double now = 0;
    for (int i = 0; i < points; i++) {
      seconds[i] = now;
      watts[i] = most * random.nextDouble(0.1, 1);
      boolean step = i % 2 == 1;
      now += step ? 0 : random.nextDouble(leastSeconds, 3 * leastSeconds);
    }
    seconds[points - 1] = Math.max(now, until);
    return of(seconds, watts);
  }

  double joules(double until) {
    int i = segment(until);
    double into = until - seconds[i];
    return joules[i] + (watts[i] + watts(until)) / 2 * into;
  }

  double watts(double at) {
    int i = segment(at);
    if (i == seconds.length - 1) {
      return watts[i];
    }
    double span = seconds[i + 1] - seconds[i];
    return span == 0 ? watts[i] : watts[i] + (watts[i + 1] - watts[i]) * (at - seconds[i]) / span;
  }

  /** Mean of the time before a moment. */
  double mean(double at, double window) {
    return window == 0 ? watts(at) : (joules(at) - joules(at - window)) / window;
  }

  private int segment(double at) {
    int i = Arrays.binarySearch(seconds, at);
    int before = i >= 0 ? i : -i - 2;
    while (before + 1 < seconds.length && seconds[before + 1] == seconds[Math.max(0, before)]) {
      before++;
    }
    return Math.max(0, before);
  }
}
