package assay.reports.chart;

import assay.reports.chart.TickAxis.Tick;
import assay.reports.summary.Units;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/** The two kinds of value axis. */
final class Scales {

  private static final int TICK_PIXELS = 80;

  private Scales() {}

  /** From zero to {@code most}, given in units of {@code divisor}. */
  static Lanes.Scale fromZero(String label, double most, double divisor) {
    return new Linear(label, most / divisor, divisor);
  }

  /** From {@code low} to {@code high} with a margin, both in units of {@code divisor}. */
  static Lanes.Scale between(String label, double low, double high, double divisor) {
    double margin = Math.max(0.06 * (high - low), 0.002 * Math.max(Math.abs(low), Math.abs(high)));
    margin = Math.max(margin, Double.MIN_NORMAL);
    return new Between(label, low - margin, high + margin, divisor);
  }

  /** Logarithmic; values at or below {@code floor} stand at its left end. */
  static Lanes.Scale log(String label, double floor, double most, DoubleFunction<String> tick) {
    double low = Math.floor(Math.log10(floor));
    double high = Math.max(low + 1, Math.ceil(Math.log10(most)));
    return new Log(label, low, high, tick);
  }

  /** Ratios around 1, logarithmic, so that twice as fast and half as fast are equally far. */
  static Lanes.Scale ratio(String label, double least, double most) {
    double low = Math.min(Math.log10(least), -0.05);
    double high = Math.max(Math.log10(most), 0.05);
    return new Ratio(label, low - 0.02, high + 0.02);
  }

  private record Linear(String label, double high, double divisor) implements Lanes.Scale {
    @Override
    public double place(double value) {
      return value / divisor;
    }

    @Override
    public double low() {
      return 0;
    }

    @Override
    public boolean fromZero() {
      return true;
    }

    @Override
    public List<Tick> ticks(int width) {
      return Ticks.linear(high, Math.max(2, width / 2 / TICK_PIXELS));
    }
  }

  private record Between(String label, double low, double high, double divisor)
      implements Lanes.Scale {
    @Override
    public double place(double value) {
      return value / divisor;
    }

    @Override
    public boolean fromZero() {
      return false;
    }

    @Override
    public List<Tick> ticks(int width) {
      return Ticks.between(low, high, Math.max(2, width / 2 / TICK_PIXELS));
    }
  }

  private record Log(String label, double low, double high, DoubleFunction<String> tick)
      implements Lanes.Scale {
    @Override
    public double place(double value) {
      return value > 0 ? Math.clamp(Math.log10(value), low, high) : low;
    }

    @Override
    public boolean fromZero() {
      return false;
    }

    @Override
    public List<Tick> ticks(int width) {
      return Ticks.log(low, high, Math.max(2, width / 2 / TICK_PIXELS), tick);
    }
  }

  private record Ratio(String label, double low, double high) implements Lanes.Scale {

    private static final double[] STEPS = {0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5};

    @Override
    public double place(double value) {
      return Math.clamp(Math.log10(value), low, high);
    }

    @Override
    public boolean fromZero() {
      return false;
    }

    @Override
    public List<Tick> ticks(int width) {
      int most = Math.max(3, width / 2 / TICK_PIXELS);
      if (high - low > 1) {
        return Ticks.log(low, high, width < 600 ? most : Math.max(most, 6), Units::ratio);
      }
      List<Tick> ticks = List.of();
      for (int i = 0; i < STEPS.length && (i == 0 || ticks.size() > most); i++) {
        ticks = multiples(STEPS[i]);
      }
      return ticks;
    }

    private List<Tick> multiples(double step) {
      return IntStream.rangeClosed(1, (int) (Math.pow(10, high) / step))
          .mapToObj(i -> new Tick(Math.log10(i * step), Units.ratio(i * step)))
          .filter(tick -> tick.at() >= low)
          .toList();
    }
  }
}
