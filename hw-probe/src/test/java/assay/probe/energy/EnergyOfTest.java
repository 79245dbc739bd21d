package assay.probe.energy;

import static assay.probe.energy.Asked.window;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import assay.probe.telemetry.Trace;
import assay.probe.telemetry.Window;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnergyOfTest {

  static Estimate told(Reading<Estimate> reading) {
    assertTrue(reading.isPresent(), reading::toString);
    return reading.asOptional().orElseThrow();
  }

  static void refused(String kind, String word, Reading<?> reading) {
    assertFalse(reading.isPresent(), reading::toString);
    String reason = ((Reading.Unavailable<?>) reading).reason();
    assertTrue(reason.startsWith(kind + ": ") && reason.contains(word), reason);
  }

  private static void assertTrue1Percent(double truth, Reading<Estimate> reading) {
    Estimate joules = told(reading);
    assertEquals(truth, joules.value(), 0.01 * truth);
    assertTrue(joules.low() <= truth && truth <= joules.high(), joules + " misses " + truth);
  }

  private static Trace counting(Load load, double period, double step, double range, double start) {
    Channel channel = Asked.counter(period).drawingAtMost(1000, "a test");
    return Asked.every(step, 200)
        .and(List.of(window(10, 110)))
        .trace(
            range > 0 ? channel.wrappingAt(range, "a test") : channel,
            Asked.counting(load, period, start, range, 0));
  }

  private static Trace gauging(Load load, double period, double mean, double step) {
    return Asked.every(step, 200)
        .trace(Asked.gauge(period, mean), Asked.gauging(load, period, mean, 0.01, 3));
  }

  /**
   * A sampler reads a little before a window begins and a little after it ends, not at its ends.
   */
  @ParameterizedTest
  @ValueSource(doubles = {50e-6, 1e-3, 5e-3, 20e-3})
  void readingsBesideTheEndsOfAWindowTellItsEnergy(double late) {
    Load load = Load.steady(100, 30);
    for (double phase = 0; phase < 0.1; phase += 0.0137) {
      List<Window> window = List.of(window(5 + phase, 15 + phase));
      Trace rapl =
          Asked.every(0.1, 30)
              .around(window, late)
              .trace(
                  Asked.counter(0.001).drawingAtMost(400, "a test"),
                  Asked.counting(load, 0.001, 300, 0, 0));
      Estimate joules = told(EnergyOf.joules(rapl, window));
      assertTrue1Percent(1000, EnergyOf.joules(rapl, window));
      double open = (joules.high() - joules.low()) / 1000;
      assertTrue(open < 2 * 2 * 2 * (late + 2e-3) / 10, () -> open + " of it left open");
    }
  }

  /** What docs/energy.md says of how long a window must be, whenever it begins. */
  @ParameterizedTest
  @CsvSource({"0.1, 25", "0.001, 0.5"})
  void aWindowOfThisLengthIsLongEnough(double period, double seconds) {
    Load load = Load.steady(100, 60);
    for (double phase = 0; phase < 0.1; phase += 0.0037) {
      List<Window> window = List.of(window(5 + phase, 5 + phase + seconds));
      Trace trace =
          Asked.every(0.1, 60)
              .around(window, 2e-4)
              .trace(
                  Asked.counter(period).drawingAtMost(400, "a test"),
                  Asked.counting(load, period, 300, 0, 0));
      assertTrue1Percent(100 * seconds, EnergyOf.joules(trace, window));
    }
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        65_712.999613,
        262_143.328850,
        4_294.967296,
        65_536,
        4_294_967.296,
        1.8446744073709552e16
      })
  void aCounterOfEachWidthWrapsOnceWithinTheWindow(double range) {
    Load load = Load.square(50, 250, 3, 5, 200);
    // A fine counter near 2^64 has only steps of 2 J left in a double.
    double start = range - load.joules(60) % range;
    double truth = load.joules(110) - load.joules(10);
    Trace trace = counting(load, 0.001, 0.1, range, start);
    assertTrue1Percent(truth, EnergyOf.joules(trace, List.of(window(10, 110))));
  }

  @Test
  void aSmallRangeWrapsManyTimes() {
    Load load = Load.steady(400, 200);
    Trace trace = counting(load, 0.01, 0.1, 1000, 500);
    assertTrue1Percent(40_000, EnergyOf.joules(trace, List.of(window(10, 110))));
  }

  @Test
  void aFallWithoutAKnownRangeTellsNothing() {
    Load load = Load.steady(400, 200);
    Trace known = counting(load, 0.01, 0.1, 1000, 500);
    Trace unknown =
        new Trace(
            Asked.counter(0.01).drawingAtMost(1000, "a test"),
            known.nanos(),
            known.values(),
            List.of());
    refused("unreadable", "went back", EnergyOf.joules(unknown, List.of(window(10, 110))));
  }

  @Test
  void halfARangeBetweenTwoReadingsMayHideAWrap() {
    Load load = Load.steady(400, 200);
    // 1000 W allow 500 J in half a second.
    refused(
        "unresolved",
        "wrapped unseen",
        EnergyOf.joules(counting(load, 0.01, 0.51, 1000, 0), List.of(window(10, 110))));
    assertTrue1Percent(
        40_000, EnergyOf.joules(counting(load, 0.01, 0.49, 1000, 0), List.of(window(10, 110))));
  }

  @Test
  void withoutALimitWhatItDrewElsewhereSaysHowLongAHoleMayBe() {
    Load load = Load.steady(250, 900);
    Channel channel = Asked.counter(0.001).wrappingAt(65_712.999613, "a test");
    List<Window> all = List.of(window(10, 890));
    for (double hole : new double[] {20, 200}) {
      Reading<Estimate> joules =
          EnergyOf.joules(
              Asked.every(0.5, 900)
                  .notBetween(300, 300 + hole)
                  .trace(channel, Asked.counting(load, 0.001, 65_000, 65_712.999613, 0)),
              all);
      if (hole < 100) {
        assertTrue1Percent(250 * 880, joules);
      } else {
        refused("unresolved", "wrapped unseen", joules);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0.001, 0.15, 0.06", "0.01, 1.5, 0.6", "0.1, 15, 6"})
  void aCounterNeedsAHundredPeriods(double period, double enough, double tooShort) {
    Load load = Load.steady(200, 40);
    List<Window> longer = List.of(window(3.00001, 3.00001 + enough));
    List<Window> shorter = List.of(window(3.00001, 3.00001 + tooShort));
    Asked asked = Asked.every(period / 4, 3.1 + enough).and(longer).and(shorter);
    Trace trace = asked.trace(Asked.counter(period), Asked.counting(load, period, 0, 0, 0));
    assertTrue1Percent(200 * enough, EnergyOf.joules(trace, longer));
    refused("unresolved", "too short", EnergyOf.joules(trace, shorter));
  }

  @Test
  void manyShortWindowsAreWorseThanOne() {
    Load load = Load.steady(200, 40);
    Trace trace =
        Asked.every(0.0025, 10).trace(Asked.counter(0.01), Asked.counting(load, 0.01, 0, 0, 0));
    List<Window> four = List.of(window(1, 1.5), window(2, 2.5), window(3, 3.5), window(4, 4.5));
    refused("unresolved", "too short", EnergyOf.joules(trace, four));
    assertTrue1Percent(400, EnergyOf.joules(trace, List.of(window(1, 3))));
    // Touching ones are one.
    List<Window> touching = List.of(window(1, 1.5), window(1.5, 2), window(2, 2.5), window(2.5, 3));
    assertTrue1Percent(400, EnergyOf.joules(trace, touching));
  }

  @Test
  void noMomentCountsTwice() {
    Load load = Load.steady(200, 40);
    Trace trace =
        Asked.every(0.0025, 10).trace(Asked.counter(0.01), Asked.counting(load, 0.01, 0, 0, 0));
    List<Window> twice = List.of(window(1, 4), window(1, 4), window(2, 5), window(3, 3.1));
    assertTrue1Percent(800, EnergyOf.joules(trace, twice));
    assertEquals(200, told(EnergyOf.watts(trace, twice)).value(), 2);
  }

  @ParameterizedTest
  @CsvSource({"0.001, 0", "0.1, 0", "0.1, 1", "0.02, 0.5"})
  void aRampAndASquareWaveOfPowerAreIntegrated(double period, double mean) {
    List<Window> windows = List.of(window(20, 130));
    double step = Math.max(0.01, period);
    Load ramp = Load.ramp(50, 400, 200);
    assertTrue1Percent(
        ramp.joules(130) - ramp.joules(20),
        EnergyOf.joules(gauging(ramp, period, mean, step), windows));
    Load square = Load.square(150, 300, 9, 7, 200);
    assertTrue1Percent(
        square.joules(130) - square.joules(20),
        EnergyOf.joules(gauging(square, period, mean, step), windows));
  }

  @Test
  void theFirstSecondOfASecondsMeanTellsNothingOfTheWindow() {
    // At rest before the window and after it: a plain integral would be 3 % short.
    Load load =
        Load.of(new double[] {0, 20, 20, 36, 36, 60}, new double[] {50, 50, 400, 400, 50, 50});
    Trace trace =
        Asked.every(0.1, 60).trace(Asked.gauge(0.1, 1), Asked.gauging(load, 0.1, 1, 0, 3));
    assertTrue1Percent(400 * 15.8, EnergyOf.joules(trace, List.of(window(20.1, 35.9))));
    refused("unresolved", "means of 1.00 s", EnergyOf.joules(trace, List.of(window(21, 30))));
    // Read as instants the rise is of the window, and too much of it.
    Trace blind = new Trace(Asked.gauge(0.1, 0), trace.nanos(), trace.values(), List.of());
    double believed =
        EnergyOf.joules(blind, List.of(window(20.1, 35.9)))
            .asOptional()
            .map(Estimate::value)
            .orElse(0.0);
    assertFalse(Math.abs(believed - 400 * 15.8) < 0.01 * 400 * 15.8);
  }

  @Test
  void readingsThatAreMissingHereAndThereDoNoHarm() {
    Load load = Load.square(150, 300, 9, 7, 200);
    double truth = load.joules(130) - load.joules(20);
    SplittableRandom random = new SplittableRandom(5);
    Asked asked = Asked.every(0.05, 200).but(0.3, random);
    List<Window> windows = List.of(window(20, 130));
    assertTrue1Percent(
        truth,
        EnergyOf.joules(
            asked.trace(Asked.gauge(0.1, 0), Asked.gauging(load, 0.1, 0, 0, 3)), windows));
    assertTrue1Percent(
        truth,
        EnergyOf.joules(
            asked.trace(Asked.counter(0.1), Asked.counting(load, 0.1, 0, 0, 0)), windows));
  }

  @Test
  void aHoleIsBridgedByACounterAndNotByAGauge() {
    Load load = Load.square(150, 300, 9, 7, 200);
    List<Window> windows = List.of(window(20, 130));
    Asked asked = Asked.every(0.05, 200).notBetween(60, 80);
    assertTrue1Percent(
        load.joules(130) - load.joules(20),
        EnergyOf.joules(
            asked.trace(Asked.counter(0.1), Asked.counting(load, 0.1, 0, 0, 0)), windows));
    refused(
        "unresolved",
        "said nothing for 20",
        EnergyOf.joules(
            asked.trace(Asked.gauge(0.1, 0), Asked.gauging(load, 0.1, 0, 0, 3)), windows));
  }

  @ParameterizedTest
  @ValueSource(doubles = {3, 30})
  void aClockThatIsSetForwardIsNoTimeThatPassed(double set) {
    Load load = Load.steady(200, 200);
    Trace right =
        Asked.every(0.05, 160).trace(Asked.counter(0.1), Asked.counting(load, 0.1, 0, 0, 0));
    long[] nanos = right.nanos().clone();
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] += nanos[i] > Asked.ZERO + 70e9 ? Math.round(set * 1e9) : 0;
    }
    Trace wrong = new Trace(right.channel(), nanos, right.values(), List.of());
    refused("unreadable", "stood still", EnergyOf.joules(wrong, List.of(window(20, 150))));
    assertTrue1Percent(10_000, EnergyOf.joules(wrong, List.of(window(10, 60))));
  }

  @Test
  void aMeterThatSendsWhenItLikesNeedsNoReadingAtTheEnds() {
    Load load = Load.steady(200, 400);
    Trace trace = Asked.every(1, 350).trace(Asked.gauge(1, 0), Asked.gauging(load, 1, 0, 0.002, 3));
    assertTrue1Percent(200 * 345, EnergyOf.joules(trace, List.of(window(6, 351))));
    refused("unresolved", "no reading at an end", EnergyOf.joules(trace, List.of(window(6, 353))));
  }

  @Test
  void anUnknownPeriodIsWhatTheReadingsShow() {
    Load load = Load.steady(200, 400);
    Channel channel = Channel.of("meter", "", Measure.POWER, Scope.WALL, "", "a test");
    Trace trace = Asked.every(0.1, 350).trace(channel, Asked.gauging(load, 1, 0, 0.01, 3));
    refused("unresolved", "needs 10", EnergyOf.joules(trace, List.of(window(5, 12))));
    assertTrue1Percent(60_000, EnergyOf.joules(trace, List.of(window(5, 305))));
  }

  @Test
  void anInstantThatMissesMostOfAQuickLoadIsNotBelieved() {
    Load load = Load.square(50, 400, 0.021, 0.034, 60);
    Trace trace =
        Asked.roughly(0.1, 60, new SplittableRandom(3))
            .trace(Asked.gauge(0.001, 0), Asked.gauging(load, 0.001, 0, 0, 3));
    refused("unresolved", "too short", EnergyOf.joules(trace, List.of(window(5, 55))));
  }

  @Test
  void statedAccuracyWidensTheInterval() {
    Load load = Load.steady(200, 40);
    Trace plain =
        Asked.every(0.0025, 10).trace(Asked.counter(0.01), Asked.counting(load, 0.01, 0, 0, 0));
    Trace stated =
        new Trace(
            plain.channel().accurateTo(0.05, "a test"), plain.nanos(), plain.values(), List.of());
    Estimate joules = told(EnergyOf.joules(stated, List.of(window(1, 5))));
    assertTrue(joules.low() < 0.952 * joules.value() && joules.high() > 1.048 * joules.value());
  }

  @Test
  void whatTellsNoEnergyIsNotAsked() {
    Trace trace =
        new Trace(
            Channel.of("t", "", Measure.TEMPERATURE, Scope.CHIP, "0", "a test"),
            new long[] {Asked.ZERO},
            new double[] {50},
            List.of());
    refused("not supported", "tells no energy", EnergyOf.joules(trace, List.of(window(0, 1))));
    refused("unresolved", "no window", EnergyOf.joules(trace, List.of()));
    refused("unresolved", "no window", EnergyOf.watts(trace, List.of(window(3, 3))));
  }
}
