package assay.reports.change.simulation;

import assay.reports.change.Looks;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Prints the tables of docs/change-points.md.
 *
 * <pre>java -cp bench/target/benchmarks.jar assay.reports.change.simulation.Simulation 10000 7
 * java -cp bench/target/benchmarks.jar assay.reports.change.simulation.Simulation 2000 fresh</pre>
 *
 * <p>Arguments: series a row; seed, or {@code fresh} for another one each time; false-alarm rate,
 * 0.01 by default; {@code alarms}, {@code power}, {@code append-alarms}, {@code append-power} or
 * {@code oracle} for that part of the tables only.
 */
public final class Simulation {

  private static final int POINTS = 100;

  /** Standard deviations of a step, and points after it. */
  private static final double[][] STEPS = {{3, 2}, {2, 10}, {1, 20}, {-3, 2}, {-2, 10}, {-1, 20}};

  private final Trials trials;
  private final Oracle oracle;
  private final double rate;

  private Simulation(int series, long seed, double rate) {
    this.trials = new Trials(series, seed, rate);
    this.oracle = new Oracle(series, seed);
    this.rate = rate;
  }

  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    int series = Integer.parseInt(arguments[0]);
    long seed =
        arguments[1].equals("fresh") ? System.nanoTime() % 1_000_000 : Long.parseLong(arguments[1]);
    double rate = arguments.length > 2 ? Double.parseDouble(arguments[2]) : 0.01;
    String part = arguments.length > 3 ? arguments[3] : "all";
    System.out.printf(
        "%d series a row, seed %d, rate %s; per cent with 95 %% interval%n", series, seed, rate);
    new Simulation(series, seed, rate).print(part);
  }

  private void print(String part) {
    Map<String, Runnable> parts = new LinkedHashMap<>();
    parts.put("alarms", this::falseAlarms);
    parts.put("power", () -> power(Looks.ONCE));
    parts.put("append-alarms", this::falseAlarmsOfAppends);
    parts.put("append-power", () -> power(Looks.EVERY));
    parts.put("oracle", this::bounds);
    if (part.equals("all")) {
      parts.values().forEach(Runnable::run);
    } else {
      parts.get(part).run();
    }
  }

  private void falseAlarms() {
    System.out.printf("%n| false alarms of one look | 50 points | 100 points | 200 points |%n");
    System.out.println("|---|---|---|---|");
    for (Noise noise : Noise.values()) {
      System.out.printf(
          "| %s | %s | %s | %s |%n",
          noise.label,
          trials.falseAlarms(noise, POINTS / 2),
          trials.falseAlarms(noise, POINTS),
          trials.falseAlarms(noise, 2 * POINTS));
    }
  }

  private void falseAlarmsOfAppends() {
    System.out.printf(
        "%n| any alarm of looks after each append, 30 to 100 points | |%n|---|---|%n");
    for (Noise noise : Noise.values()) {
      System.out.printf(
          "| %s | %s |%n", noise.label, trials.falseAlarmsOfAppends(noise, POINTS, Looks.EVERY));
    }
  }

  private void power(Looks looks) {
    System.out.printf(
        "%n| step, points after it (looks %s) | found at the last look | within 2 points | found at"
            + " any look | within 2 points | median error |%n|---|---|---|---|---|---|%n",
        looks.name().toLowerCase(Locale.ROOT));
    for (double[] step : STEPS) {
      Trials.Power power = trials.power(step[0], (int) step[1], looks);
      System.out.printf(
          "| %+.0f sigma, %.0f | %s | %s | %s | %s | %.0f |%n",
          step[0],
          step[1],
          power.found(),
          power.hit(),
          power.everFound(),
          power.everHit(),
          power.medianError());
    }
  }

  private void bounds() {
    System.out.printf("%n| oracle | one look | any look, the rate for all |%n|---|---|---|%n");
    for (double[] step : STEPS) {
      if (step[0] > 0) {
        int after = (int) step[1];
        System.out.printf(
            "| %+.0f sigma, %d | %s | %s |%n",
            step[0], after, oracle.once(step[0], after, rate), oracle.every(step[0], after, rate));
      }
    }
  }
}
