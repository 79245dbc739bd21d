package assay.bench.telemetry;

import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Trace;
import assay.reports.record.Telemetry.Strip;
import java.util.Arrays;

/**
 * A trace with few enough points to draw and to keep: means of equal stretches of time; of a
 * counter its growth per second.
 */
final class Thinned {

  /** About as many as a strip is wide in printed dots; more would be most of a record's bytes. */
  static final int MOST_POINTS = 80;

  private Thinned() {}

  /**
   * @param zeroNanos which moment is 0 s
   */
  static Strip of(Trace trace, long zeroNanos) {
    String ended = ended(trace);
    double[] seconds = new double[trace.size()];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = (trace.nanos()[i] - zeroNanos) * 1e-9;
    }
    boolean counter = trace.channel().measure().isCounter();
    double[] values = counter ? growth(trace, seconds) : trace.values();
    double[] times = counter ? middles(seconds) : seconds;
    return thin(trace, times, values, ended);
  }

  private static String ended(Trace trace) {
    boolean silent =
        !trace.gaps().isEmpty()
            && (trace.size() == 0
                || trace.gaps().getLast().nanos() > trace.nanos()[trace.size() - 1]);
    return silent ? trace.gaps().getLast().reason() : "";
  }

  /** Where a counter went back it wrapped or was reset; neither has a rate worth drawing. */
  private static double[] growth(Trace trace, double[] seconds) {
    double[] rates = new double[Math.max(0, seconds.length - 1)];
    for (int i = 0; i < rates.length; i++) {
      double grown = trace.values()[i + 1] - trace.values()[i];
      double range = trace.channel().wrapsAt().asOptional().orElse(0.0);
      double passed = seconds[i + 1] - seconds[i];
      rates[i] = passed > 0 ? Math.max(0, grown < 0 ? grown + range : grown) / passed : 0;
    }
    return rates;
  }

  private static double[] middles(double[] seconds) {
    double[] middles = new double[Math.max(0, seconds.length - 1)];
    for (int i = 0; i < middles.length; i++) {
      middles[i] = (seconds[i] + seconds[i + 1]) / 2;
    }
    return middles;
  }

  private static Strip thin(Trace trace, double[] seconds, double[] values, String ended) {
    int points = seconds.length;
    int buckets = Math.min(points, MOST_POINTS);
    double[] times = new double[buckets];
    double[] means = new double[buckets];
    for (int bucket = 0; bucket < buckets; bucket++) {
      int from = (int) ((long) points * bucket / buckets);
      int to = (int) ((long) points * (bucket + 1) / buckets);
      times[bucket] = Arrays.stream(seconds, from, to).average().orElseThrow();
      means[bucket] = summary(trace.channel().measure(), Arrays.copyOfRange(values, from, to));
    }
    return new Strip(trace.channel(), times, means, ended);
  }

  /** Bits and steps have no mean; the highest is what must not be missed. */
  private static double summary(Measure measure, double[] values) {
    var all = Arrays.stream(values);
    return measure == Measure.LEVEL ? all.max().orElseThrow() : all.average().orElseThrow();
  }
}
