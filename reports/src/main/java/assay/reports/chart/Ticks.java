package assay.reports.chart;

import assay.reports.chart.TickAxis.Tick;
import assay.reports.summary.Units;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/** Round places for ticks. */
final class Ticks {

  private Ticks() {}

  /** From zero to {@code high}, in steps of 1, 2 or 5 times a power of ten, about {@code count}. */
  static List<Tick> linear(double high, int count) {
    double raw = high / Math.max(1, count);
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double step = power * roundStep(raw / power);
    int digits = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i * step <= high * (1 + 1e-9); i++) {
      ticks.add(new Tick(i * step, ("%." + digits + "f").formatted(i * step)));
    }
    return ticks;
  }

  /** Between two values, in steps of 1, 2 or 5 times a power of ten, about {@code count}. */
  static List<Tick> between(double low, double high, int count) {
    double raw = (high - low) / Math.max(1, count);
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double step = power * roundStep(raw / power);
    int digits = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
    double most = Math.max(Math.abs(low), Math.abs(high));
    List<Tick> ticks = new ArrayList<>();
    for (double at = Math.ceil(low / step); at * step <= high && ticks.size() <= 3 * count; at++) {
      double place = at * step;
      boolean plain = digits <= 6 && most < 1e7;
      ticks.add(new Tick(place, plain ? ("%." + digits + "f").formatted(place) : exponent(place)));
    }
    return ticks;
  }

  /** {@code 3.02e-5}. */
  private static String exponent(double value) {
    return "%.2e".formatted(value).replaceFirst("e([+-])0*(\\d)", "e$1$2").replace("e+", "e");
  }

  private static double roundStep(double raw) {
    return raw <= 1 ? 1 : raw <= 2 ? 2 : raw <= 5 ? 5 : 10;
  }

  /**
   * Decades between two logarithms; with few decades also 2 and 5.
   *
   * @param most labels that fit
   */
  static List<Tick> log(double low, double high, int most, DoubleFunction<String> label) {
    List<Tick> ticks = new ArrayList<>();
    int decades = (int) Math.ceil(high - low);
    int every = Math.max(1, (int) Math.ceil((double) decades / most));
    double[] mantissas = decades * 3 <= most ? new double[] {1, 2, 5} : new double[] {1};
    for (int decade = (int) Math.floor(low); decade <= Math.ceil(high); decade++) {
      for (double mantissa : mantissas) {
        double at = decade + Math.log10(mantissa);
        boolean labelled = Math.floorMod(decade, every) == 0;
        if (at >= low - 1e-9 && at <= high + 1e-9 && (labelled || every <= 2)) {
          ticks.add(new Tick(at, labelled ? label.apply(mantissa * Math.pow(10, decade)) : ""));
        }
      }
    }
    return ticks;
  }

  /** A round number of a base unit, without needless zeros: {@code 10 GFLOP/s}. */
  static String si(double value, String unit) {
    String text = Units.si(value, unit);
    return text.replaceFirst("\\.0+(?=\\D)", "");
  }

  /** {@code 0.1}, {@code 1}, {@code 1000}. */
  static String plain(double value) {
    return new BigDecimal(value, new MathContext(2)).stripTrailingZeros().toPlainString();
  }

  /** {@code 1e-6}. */
  static String power(double value) {
    return "1e" + Math.round(Math.log10(value));
  }
}
