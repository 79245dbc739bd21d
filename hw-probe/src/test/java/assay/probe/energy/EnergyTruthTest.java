package assay.probe.energy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Trace;
import assay.probe.telemetry.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Five thousand traces of each kind: what is told is true to 1 %, positive, and within its
 * interval.
 */
class EnergyTruthTest {

  private static final int TRACES = 5_000;
  private static final long SEED = 20_261_129;

  /** MSR units of 61 and 15.3 µJ, mJ in 32 and 64 bits, none. */
  private static final double[] RANGES = {
    262_143.328850, 65_712.999613, 4_294_967.296, 1.8447e16, 0
  };

  private static final double[] PERIODS = {0.001, 0.01, 0.02, 0.1, 0.25, 1};

  private static Load load(SplittableRandom random, double most, double least, double until) {
    double high = most * random.nextDouble(0.3, 1);
    double low = high * random.nextDouble(0.05, 0.9);
    return switch (random.nextInt(4)) {
      case 0 -> Load.steady(high, until);
      case 1 -> Load.ramp(low, high, until);
      case 2 ->
          Load.square(
              low,
              high,
              random.nextDouble(least, 5 * least),
              random.nextDouble(least, 5 * least),
              until);
      default -> Load.random(random, most, least, until);
    };
  }

  private static List<Window> windows(SplittableRandom random, double until) {
    List<Window> windows = new ArrayList<>();
    int count = random.nextInt(1, 4);
    double each = until / count;
    for (int i = 0; i < count; i++) {
      double from = i * each + each * random.nextDouble(0.05, 0.3);
      windows.add(Asked.window(from, from + each * random.nextDouble(0.3, 0.65)));
    }
    return windows;
  }

  private static double truth(Load load, List<Window> windows) {
    return windows.stream()
        .mapToDouble(each ->
            load.joules((each.toNanos() - Asked.ZERO) * 1e-9)
                - load.joules((each.fromNanos() - Asked.ZERO) * 1e-9))
        .sum();
  }

  private static Asked asked(
      SplittableRandom random, double period, double until, List<Window> windows) {
    double step = Math.max(until / 300, random.nextBoolean() ? period / 3 : period * 3);
    Asked asked = Asked.roughly(step, until, random);
    if (random.nextInt(3) == 0) {
      asked.but(random.nextDouble(0, 0.3), random);
    }
    if (random.nextInt(4) == 0) {
      double hole = until * random.nextDouble(0, 0.9);
      asked.notBetween(hole, hole + until * random.nextDouble(0, 0.1));
    }
    return switch (random.nextInt(5)) {
      case 0 -> asked;
      case 1, 2 -> asked.around(windows, step * Math.pow(10, random.nextDouble(-4, -0.5)));
      default -> asked.and(windows);
    };
  }

  private static void check(Reading<Estimate> told, double truth, String what, List<String> wrong) {
    told.asOptional()
        .ifPresent(joules -> {
          if (!(joules.value() > 0)
              || Math.abs(joules.value() - truth) > EnergyOf.MOST_ERROR * truth
              || joules.low() > truth * (1 + 1e-9)
              || joules.high() < truth * (1 - 1e-9)) {
            wrong.add("%s: %s J, truly %.6g".formatted(what, joules, truth));
          }
        });
  }

  private static void report(int told, int least, List<String> wrong) {
    assertTrue(
        wrong.isEmpty(),
        () ->
            "%d of %d, seed %d:%n%s"
                .formatted(
                    wrong.size(),
                    TRACES,
                    SEED,
                    String.join("\n", wrong.stream().limit(15).toList())));
    assertTrue(told > least, () -> "only " + told + " told anything");
  }

  @Test
  void aCounterTellsTheTruthOrNothing() {
    List<String> wrong = new ArrayList<>();
    int told = 0;
    for (int i = 0; i < TRACES; i++) {
      SplittableRandom random = new SplittableRandom(SEED + i);
      double period = PERIODS[random.nextInt(PERIODS.length)];
      double until = period * Math.pow(10, random.nextDouble(1.3, 3.8));
      double range = RANGES[random.nextInt(RANGES.length)];
      double most = range == 0 ? 700 : Math.min(2000, range / until);
      Load load = load(random, most, period * random.nextDouble(0.2, 20), until);
      List<Window> windows = windows(random, until);
      double start = range * random.nextDouble(0.5, 1);
      double quantum = random.nextBoolean() ? 0 : 6.1e-5;
      Channel channel = Asked.counter(period);
      channel = range == 0 ? channel : channel.wrappingAt(range, "a test");
      channel = random.nextInt(3) == 0 ? channel : channel.drawingAtMost(1.2 * most, "a test");
      Trace trace =
          asked(random, period, until, windows)
              .trace(channel, Asked.counting(load, period, start, range, quantum));
      Reading<Estimate> joules = EnergyOf.joules(trace, windows);
      told += joules.isPresent() ? 1 : 0;
      check(joules, truth(load, windows), "trace " + i, wrong);
    }
    report(told, TRACES / 4, wrong);
  }

  @Test
  void aGaugeTellsTheTruthOrNothing() {
    List<String> wrong = new ArrayList<>();
    int told = 0;
    for (int i = 0; i < TRACES; i++) {
      SplittableRandom random = new SplittableRandom(-SEED - i);
      double period = PERIODS[random.nextInt(PERIODS.length)];
      double mean = random.nextBoolean() ? 0 : period * random.nextDouble(1, 10);
      double until = period * Math.pow(10, random.nextDouble(1.3, 3.8));
      // Faster than a reading of an instant follows, nobody can tell.
      double least =
          mean > 0 ? period * random.nextDouble(0.5, 20) : period * random.nextDouble(2, 40);
      Load load = load(random, 700, least, until);
      List<Window> windows = windows(random, until);
      double noise = random.nextInt(3) == 0 ? random.nextDouble(0, 0.05) : 0;
      Trace trace =
          asked(random, period, until, windows)
              .trace(Asked.gauge(period, mean), Asked.gauging(load, period, mean, noise, SEED + i));
      Reading<Estimate> joules = EnergyOf.joules(trace, windows);
      told += joules.isPresent() ? 1 : 0;
      check(
          joules,
          truth(load, windows),
          "trace %d (period %s, mean %s)".formatted(i, period, mean),
          wrong);
    }
    report(told, TRACES / 6, wrong);
  }
}
