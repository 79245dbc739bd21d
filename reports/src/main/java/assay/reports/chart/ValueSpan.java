package assay.reports.chart;

import assay.reports.chart.Timeline.Stretch;
import assay.reports.statistics.Quantiles;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * The part of a value axis that a timeline shows, in the axis's unit: all points, unless a few are
 * so far off that the others would be one line.
 */
record ValueSpan(double low, double high) {

  /** Times the span of nearly all values. */
  private static final double FAR = 4;

  private static final double FEW = 0.01;
  private static final double MARGIN = 0.12;

  static ValueSpan of(Timeline timeline) {
    double[] all =
        timeline.stretches().stream()
            .flatMapToDouble(each -> DoubleStream.concat(Arrays.stream(each.values()), ends(each)))
            .filter(Double::isFinite)
            .map(value -> value / timeline.divisor())
            .sorted()
            .toArray();
    double low = Quantiles.of(all, FEW);
    double high = Quantiles.of(all, 1 - FEW);
    double usual = Math.max(high - low, Math.abs(high) * 1e-3);
    low = Math.max(all[0], low - FAR * usual);
    high = Math.min(all[all.length - 1], high + FAR * usual);
    // Half a per cent of noise should not look like an earthquake.
    double least = Math.max(0.02 * Math.max(Math.abs(low), Math.abs(high)), Double.MIN_NORMAL);
    double margin = Math.max(MARGIN * (high - low), (least - (high - low)) / 2);
    margin = Math.max(margin, Math.ulp(Math.max(Math.abs(low), Math.abs(high))) * 16);
    return new ValueSpan(low - margin, high + margin);
  }

  /** Intervals of single points show only where there are few enough of them. */
  private static DoubleStream ends(Stretch stretch) {
    return stretch.values().length > 300
        ? DoubleStream.empty()
        : DoubleStream.concat(Arrays.stream(stretch.lows()), Arrays.stream(stretch.highs()));
  }
}
