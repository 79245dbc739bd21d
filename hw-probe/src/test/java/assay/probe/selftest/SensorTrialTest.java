package assay.probe.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.energy.EnergyOf;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import assay.probe.telemetry.Trace;
import assay.probe.telemetry.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SensorTrialTest {

  private static final double IDLE = 40;
  private static final double LOAD = 60;

  /** Ten phases of unequal length, so that a lag of a whole period is no lag of none. */
  private static final SquareWave WAVE = wave(3, 4, 3.5, 4.5, 3, 5, 4, 3, 4.5, 3.5);

  private static SquareWave wave(double... seconds) {
    List<SquareWave.Phase> phases = new ArrayList<>();
    long from = 0;
    for (int i = 0; i < seconds.length; i++) {
      long to = from + Math.round(seconds[i] * 1e9);
      phases.add(new SquareWave.Phase(from, to, i % 2 == 1));
      from = to;
    }
    return new SquareWave(phases);
  }

  /**
   * @param periodSeconds between updates, each a mean of the window up to a lag ago
   */
  private record Sensor(
      double periodSeconds, double lagSeconds, double windowSeconds, double noise, double load) {

    Trace power(double sampleSeconds, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      int size = (int) ((WAVE.toNanos() * 1e-9) / sampleSeconds);
      long[] nanos = new long[size];
      double[] values = new double[size];
      double held = IDLE;
      double updated = -1;
      for (int i = 0; i < size; i++) {
        double now = i * sampleSeconds + random.nextDouble(0, sampleSeconds / 10);
        double update = Math.floor(now / periodSeconds) * periodSeconds;
        if (update > updated) {
          updated = update;
          double share = WAVE.share((update - lagSeconds) * 1e9, windowSeconds * 1e9);
          held = IDLE + load * share + noise * random.nextGaussian();
        }
        nanos[i] = Math.round(now * 1e9);
        values[i] = held;
      }
      return new Trace(channel(Measure.POWER), nanos, values, List.of());
    }
  }

  private static Channel channel(Measure measure) {
    return Channel.of("sensor", "", measure, Scope.BOARD, "0", "a test");
  }

  private static double value(assay.probe.Reading<Double> reading) {
    assertTrue(reading.isPresent(), reading::toString);
    return reading.asOptional().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "0.005, 0, 0, 0.5",
    "0.02, 0, 0, 1",
    "0.1, 0, 0, 1",
    "0.1, 0, 1, 1",
    "0.02, 0, 1, 1",
    "0.1, 0.3, 0, 2",
    "0.1, 0.5, 0.5, 2",
    "0.25, 0.1, 0, 1",
    "0.5, 0, 1, 0.5",
    "0.05, 1, 0.3, 3"
  })
  void whatIsFoundIsWhatTheSensorIs(double period, double lag, double window, double noise) {
    double sample = 0.005;
    Finding found =
        SensorTrial.of(new Sensor(period, lag, window, noise, LOAD).power(sample, 7), WAVE);
    assertTrue(found.responds(), found::verdict);
    double blur = Math.max(period, sample);
    assertEquals(period, value(found.periodSeconds()), Math.max(0.1 * period, sample));
    // A mean and a lag move the middle of an edge alike: half of one's error is the other's.
    assertEquals(lag, value(found.lagSeconds()), Math.max(0.2 * lag, blur));
    assertEquals(window, value(found.windowSeconds()), Math.max(0.2 * window, 1.5 * blur));
    assertEquals(LOAD, value(found.responseWatts()), 0.05 * LOAD);
    assertEquals(IDLE, value(found.idleWatts()), 0.05 * LOAD);
    assertEquals(noise, value(found.noiseWatts()), 0.3 * noise + 0.05 * LOAD);
  }

  /** A mean of 0.3 s misses the first 0.15 s of five: 3 % of what the load adds. */
  @Test
  void energyIsRightByWhatWasFoundAndWrongByWhatNobodyStated() {
    Trace stated = new Sensor(0.02, 0, 0.3, 0.2, LOAD).power(0.005, 11);
    Channel found = SensorTrial.of(stated, WAVE).appliedTo(stated.channel());
    Trace tried = new Trace(found, stated.nanos(), stated.values(), List.of());
    SquareWave.Phase loaded = WAVE.phases().get(5);
    List<Window> window = List.of(new Window(loaded.fromNanos(), loaded.toNanos()));
    double truth = 5 * (IDLE + LOAD);
    assertEquals(
        truth, EnergyOf.joules(tried, window).asOptional().orElseThrow().value(), 0.01 * truth);
    double naive = EnergyOf.joules(stated, window).asOptional().orElseThrow().value();
    assertTrue(naive < 0.99 * truth, () -> naive + " J");
  }

  @Test
  void aValueIsAsOldAsPeriodAndLagTogether() {
    Trace trace = new Sensor(0.1, 0.5, 0, 1, LOAD).power(0.005, 3);
    Channel made = trace.channel().updatedEvery(0.1, "its maker").averagedOver(1, "its maker");
    Channel found = SensorTrial.of(trace, WAVE).appliedTo(made);
    assertEquals(0.6, value(found.periodSeconds()), 0.1);
    assertEquals(0, value(found.windowSeconds()), "it was stated to average, and does not");
  }

  @Test
  void aRenewalFasterThanTheTrialKeepsWhatItsMakerStates() {
    Trace trace = new Sensor(0.005, 0, 0, 1, LOAD).power(0.005, 5);
    Channel made = trace.channel().updatedEvery(0.001, "its maker");
    Finding finding = SensorTrial.of(trace, WAVE);
    double lag = Math.max(0, value(finding.lagSeconds()));
    assertEquals(0.001 + lag, value(finding.appliedTo(made).periodSeconds()), 1e-9);
  }

  @Test
  void aCounterIsJudgedByItsRate() {
    double step = 0.01;
    int size = (int) (WAVE.toNanos() * 1e-9 / step);
    long[] nanos = new long[size];
    double[] joules = new double[size];
    for (int i = 1; i < size; i++) {
      nanos[i] = Math.round(i * step * 1e9);
      double watts = IDLE + LOAD * WAVE.share(nanos[i], step * 1e9);
      joules[i] = (joules[i - 1] + watts * step) % 500;
    }
    Trace trace =
        new Trace(channel(Measure.ENERGY).wrappingAt(500, "a test"), nanos, joules, List.of());
    Finding found = SensorTrial.of(trace, WAVE);
    assertEquals(LOAD, value(found.responseWatts()), 1);
    assertEquals(0, value(found.lagSeconds()), 2 * step);
    assertEquals(0, value(found.windowSeconds()), 3 * step);
  }

  @Test
  void oneThatDoesNotFollowDoesNotCoverTheLoad() {
    int told = 0;
    for (int seed = 0; seed < 50; seed++) {
      Finding found = SensorTrial.of(new Sensor(0.1, 0, 0, 2, 0).power(0.02, seed), WAVE);
      told += found.responds() ? 1 : 0;
    }
    assertEquals(0, told);
    Finding one = SensorTrial.of(new Sensor(0.1, 0, 0, 2, 0).power(0.02, 1), WAVE);
    assertEquals("does not cover this load", one.verdict());
    assertFalse(one.lagSeconds().isPresent());
  }

  @Test
  void aFrozenOneIsToldFromOneThatIsQuiet() {
    Finding frozen = SensorTrial.of(new Sensor(0.1, 0, 0, 0, 0).power(0.02, 1), WAVE);
    assertTrue(frozen.verdict().contains("frozen"), frozen::verdict);
    Trace none = new Trace(channel(Measure.POWER), new long[0], new double[0], List.of());
    assertFalse(SensorTrial.of(none, WAVE).responds());
    var gap = new Trace.Gap(5, "no permission: /sys/x may not be read by this user");
    Trace denied = new Trace(channel(Measure.POWER), new long[0], new double[0], List.of(gap));
    assertTrue(SensorTrial.of(denied, WAVE).verdict().startsWith("no permission"));
  }

  /** Its readings in steps, as many meters tell them. */
  private static Trace inSteps(Trace trace, double watts) {
    double[] values = trace.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.round(values[i] / watts) * watts;
    }
    return new Trace(trace.channel(), trace.nanos(), values, List.of());
  }

  @Test
  void periodLagAndMeanOfAnySensorThatScattersAreFound() {
    for (long seed = 0; seed < 16; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      boolean quick = seed % 4 == 0;
      double least = quick ? 0.001 : 0.005;
      double period = least * Math.pow(1 / least, random.nextDouble());
      double lag = random.nextDouble(0, 2);
      double mean = random.nextBoolean() ? 0 : random.nextDouble(0, 1);
      double sample = quick ? Math.max(0.001, period / 5) : 0.005;
      Trace trace =
          new Sensor(period, lag, mean, random.nextDouble(0.5, 2), LOAD).power(sample, seed);
      Finding found = SensorTrial.of(seed % 2 == 0 ? trace : inSteps(trace, 1), WAVE);
      String what = "seed %d: %s %s %s, %s".formatted(seed, period, lag, mean, found);
      double blur = Math.max(period, sample);
      assertTrue(found.responds(), what);
      // No period shorter than the time between two readings shows.
      double seen = Math.max(period, sample);
      assertEquals(
          seen, value(found.periodSeconds()), seen < 1.5 * sample ? sample : 0.1 * seen, what);
      assertEquals(lag, value(found.lagSeconds()), Math.max(0.2 * lag, blur), what);
      assertEquals(mean, value(found.windowSeconds()), Math.max(0.2 * mean, blur), what);
    }
  }

  @Test
  void oneThatSaysTheSameInBetweenIsNotFrozen() {
    Finding found = SensorTrial.of(new Sensor(0.05, 0.4, 0, 0, LOAD).power(0.005, 1), WAVE);
    assertTrue(found.responds(), found::verdict);
    assertEquals(0.4, value(found.lagSeconds()), 0.08);
    assertEquals(LOAD, value(found.responseWatts()), 1);
    assertFalse(found.periodSeconds().isPresent());
    assertFalse(found.windowSeconds().isPresent());
  }

  @Test
  void aFewStepsOfItsOwnAreNoAnswerToTheLoad() {
    Trace trace = new Sensor(0.05, 0, 0, 0, 0).power(0.02, 1);
    for (int i = 0; i < trace.size(); i++) {
      trace.values()[i] += i > 900 ? 2 : i > 400 ? 1 : 0;
    }
    Finding found = SensorTrial.of(trace, WAVE);
    assertFalse(found.responds(), found::verdict);
    assertTrue(found.verdict().contains("does not cover"), found::verdict);
  }
}
