package assay.probe.energy;

import static assay.probe.energy.Asked.window;
import static assay.probe.energy.EnergyOfTest.refused;
import static assay.probe.energy.EnergyOfTest.told;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import assay.probe.telemetry.Trace;
import assay.probe.telemetry.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sensors that lie. None stops anything, none makes a number of it. */
class BadSensorTest {

  private static final Load LOAD = Load.steady(200, 100);
  private static final List<Window> WINDOW = List.of(window(10, 50));

  private static Channel counter() {
    return Asked.counter(0.01).drawingAtMost(400, "a test");
  }

  private static Trace counting(Channel channel) {
    return Asked.every(0.05, 60).and(WINDOW).trace(channel, Asked.counting(LOAD, 0.01, 300, 0, 0));
  }

  private static Trace gauging() {
    return Asked.every(0.1, 60)
        .and(WINDOW)
        .trace(
            Asked.gauge(0.1, 0).drawingAtMost(400, "a test"), Asked.gauging(LOAD, 0.1, 0, 0.02, 3));
  }

  /** Some samples say something else. */
  private static Trace lying(Trace trace, double from, double to, IntToDoubleFunction instead) {
    double[] values = trace.values().clone();
    for (int i = 0; i < values.length; i++) {
      double at = (trace.nanos()[i] - Asked.ZERO) * 1e-9;
      values[i] = at >= from && at <= to ? instead.applyAsDouble(i) : values[i];
    }
    return new Trace(trace.channel(), trace.nanos(), values, trace.gaps());
  }

  private static Trace until(Trace trace, double seconds, String reason) {
    int size = trace.lastUpTo(Asked.window(seconds, seconds).fromNanos()) + 1;
    List<Trace.Gap> gaps =
        reason.isEmpty() ? List.of() : List.of(new Trace.Gap(trace.nanos()[size - 1] + 1, reason));
    return new Trace(
        trace.channel(),
        Arrays.copyOf(trace.nanos(), size),
        Arrays.copyOf(trace.values(), size),
        gaps);
  }

  private static Reading<Estimate> asked(Trace trace) {
    return EnergyOf.joules(trace, WINDOW);
  }

  @Test
  void soundOnesTellWhatIsTrue() {
    assertEquals(8000, told(asked(counting(counter()))).value(), 80);
    assertEquals(8000, told(asked(gauging())).value(), 80);
  }

  @Test
  void aFrozenCounter() {
    Trace sound = counting(counter());
    refused("unreadable", "stood still", asked(lying(sound, 30, 100, i -> 6300)));
    refused("unreadable", "stood still", asked(lying(sound, 0, 100, i -> 6300)));
    // It stops for two seconds and goes on from there: 5 % are gone.
    Trace lost = lying(sound, 30, 100, i -> Math.max(6300, sound.values()[i] - 400));
    refused("unreadable", "stood still for 2", asked(lost));
    // It catches up: nothing is.
    assertEquals(8000, told(asked(lying(sound, 30, 32, i -> 6300))).value(), 80);
  }

  /** RAPL at 10 Hz: no two readings are equal, but for one that stopped. */
  @Test
  void aCounterThatFreezesJustBeforeTheEnd() {
    Channel rapl = Asked.counter(0.001).drawingAtMost(400, "a test");
    List<Window> ten = List.of(window(10, 20));
    Trace sound = Asked.every(0.1, 21).and(ten).trace(rapl, Asked.counting(LOAD, 0.001, 300, 0, 0));
    Trace frozen = lying(sound, 19.55, 30, i -> 300 + LOAD.joules(19.5));
    refused("unreadable", "stood still", EnergyOf.joules(frozen, ten));
  }

  /** Five dropouts a minute make an eighth of the energy; a chip that works draws something. */
  @Test
  void aChipThatSaysZeroAtTimes() {
    Channel chip =
        Channel.of("chip", "", Measure.POWER, Scope.CHIP, "0", "a test")
            .updatedEvery(0.1, "a test");
    Trace sound =
        Asked.every(0.1, 60).and(WINDOW).trace(chip, Asked.gauging(LOAD, 0.1, 0, 0.02, 3));
    assertEquals(8000, told(asked(sound)).value(), 80);
    refused("unreadable", "0 W", asked(lying(sound, 30, 31.5, i -> 0)));
  }

  /** Whatever it drew while it said nothing: holes of 9 s add up, and nobody saw them. */
  @Test
  void aGaugeThatIsSilentAgainAndAgain() {
    Asked holes = Asked.every(0.1, 60);
    for (double from = 11; from < 49; from += 6) {
      holes.notBetween(from, from + 4);
    }
    Trace silent =
        holes.and(WINDOW).trace(Asked.gauge(0.1, 0), Asked.gauging(LOAD, 0.1, 0, 0.003, 3));
    refused("unresolved", "said nothing", asked(silent));
  }

  @Test
  void aFrozenGaugeThatIsKnownToScatter() {
    refused("unreadable", "scattered", asked(lying(gauging(), 12, 48, i -> 200.5)));
    refused("unreadable", "scattered", asked(lying(gauging(), 20, 30, i -> 200.5)));
  }

  @Test
  void aSteadyGaugeIsOnlySuspicious() {
    // A meter that tells whole watts of a steady load looks just so; a counter beside it knows.
    Trace steady = lying(gauging(), 0, 100, i -> 200);
    assertEquals(8000, told(asked(steady)).value(), 80);
    Trace rounded = lying(gauging(), 0, 100, i -> i % 97 == 0 ? 201 : 200);
    assertEquals(8000, told(asked(rounded)).value(), 80);
    Trace wrong = lying(gauging(), 0, 100, i -> 120);
    double ratio =
        CrossCheck.ratio(asked(counting(counter())), asked(wrong)).asOptional().orElseThrow();
    assertEquals(200.0 / 120, ratio, 0.02);
    assertTrue(CrossCheck.isDisagreement(ratio));
  }

  @Test
  void aCounterThatJumps() {
    Trace sound = counting(counter());
    refused("unreadable", "jumped", asked(lying(sound, 30, 100, i -> sound.values()[i] + 500)));
    // Twice, so that neither is alone.
    double[] said = sound.values();
    Trace twice =
        lying(
            sound,
            25,
            100,
            i -> said[i] + (sound.nanos()[i] > window(35, 35).fromNanos() ? 1000 : 500));
    refused("unreadable", "are possible", asked(twice));
    // Nobody says what it can draw, but never was it a twentieth of this.
    Trace free = counting(Asked.counter(0.01));
    refused("unreadable", "jumped", asked(lying(free, 30, 100, i -> free.values()[i] + 500)));
    refused("unreadable", "jumped", asked(lying(free, 30, 100, i -> free.values()[i] + 1e7)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1000, 262_143.328850})
  void aCounterThatGoesBack(double range) {
    Channel channel = range == 0 ? counter() : counter().wrappingAt(range, "a test");
    Trace sound =
        Asked.every(0.05, 60).and(WINDOW).trace(channel, Asked.counting(LOAD, 0.01, 300, range, 0));
    int middle = sound.firstFrom(window(30.18, 30.18).fromNanos());
    double fallen = sound.values()[middle] - 40;
    refused("unreadable", "went back", asked(lying(sound, 30.18, 30.22, i -> fallen)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 65_535, 65.535, 4_294_967.295, -1, Double.POSITIVE_INFINITY})
  void aCounterThatSaysItsWordForNothing(double word) {
    Trace sound = counting(counter().wrappingAt(262_143.328850, "a test"));
    double middle = 30.2;
    assertFalse(asked(lying(sound, middle - 0.02, middle + 0.02, i -> word)).isPresent());
    assertFalse(asked(lying(sound, middle, 100, i -> word)).isPresent());
    assertFalse(asked(lying(sound, 0, 100, i -> word)).isPresent());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 65_535, 65.535, 4_294_967.295, -1, Double.POSITIVE_INFINITY})
  void aGaugeThatSaysItsWordForNothing(double word) {
    refused("unreadable", " W", asked(lying(gauging(), 30.2, 30.4, i -> word)));
    refused("unreadable", " W", asked(lying(gauging(), 0, 100, i -> word)));
  }

  @Test
  void whatMayBeSwitchedOffMayDrawNothing() {
    Trace gauge = lying(gauging(), 30.2, 30.4, i -> 0);
    Channel rail =
        Channel.of("rail", "", Measure.POWER, Scope.RAIL, "VDD", "a test")
            .updatedEvery(0.1, "a test");
    Trace of = new Trace(rail, gauge.nanos(), gauge.values(), List.of());
    assertEquals(8000, asked(of).asOptional().map(Estimate::value).orElse(8000.0), 80);
    refused("unreadable", "0.0 W all the time", asked(lying(of, 0, 100, i -> 0)));
  }

  @Test
  void oneThatVanishes() {
    for (Trace sound : List.of(counting(counter()), gauging())) {
      refused("unresolved", "no reading at", asked(until(sound, 40, "")));
      refused(
          "unreadable",
          "fell off the bus",
          asked(until(sound, 40, "unreadable: it fell off the bus")));
      refused("unresolved", "no reading at", asked(until(sound, 5, "")));
    }
    Trace never = new Trace(counter(), new long[0], new double[0], List.of());
    refused("unresolved", "said nothing", asked(never));
    Trace denied =
        new Trace(
            counter(),
            new long[0],
            new double[0],
            List.of(new Trace.Gap(1, "no permission: energy_uj is for root")));
    refused("no permission", "energy_uj", asked(denied));
  }

  @Test
  void oneThatComesLate() {
    for (Channel channel : List.of(counter(), Asked.gauge(0.1, 0))) {
      Trace late =
          Asked.every(0.05, 60)
              .notBetween(-1, 20)
              .trace(channel, Asked.counting(LOAD, 0.01, 300, 0, 0));
      refused("unresolved", "no reading at", asked(late));
    }
  }

  @Test
  void aCounterReadTwiceAtOnce() {
    Trace sound = counting(counter());
    long[] nanos = sound.nanos().clone();
    for (int i = 0; i + 1 < nanos.length; i += 7) {
      nanos[i + 1] = nanos[i];
    }
    Trace twice = new Trace(sound.channel(), nanos, sound.values(), List.of());
    assertEquals(8000, told(asked(twice)).value(), 80);
  }

  @Test
  void aLossIsToldAsOfTheMomentThatIsMissing() {
    Trace whole = counting(counter());
    Trace cut = until(whole, 30, "");
    List<Trace.Gap> gaps = new ArrayList<>();
    gaps.add(new Trace.Gap(window(1, 2).fromNanos(), "unresolved: connecting"));
    gaps.add(new Trace.Gap(window(51, 52).fromNanos(), "unreadable: the line is cut"));
    gaps.add(new Trace.Gap(window(300, 301).fromNanos(), "unresolved: the run is over"));
    Trace silent = new Trace(cut.channel(), cut.nanos(), cut.values(), gaps);
    assertEquals(
        Reading.unavailable("unreadable: the line is cut"), EnergyOf.joules(silent, WINDOW));
  }
}
