package assay.reports.change;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Makes the table of critical values: what {@link Look} finds in Gaussian noise, autocorrelation
 * estimated as it is there.
 *
 * <pre>java -cp bench/target/benchmarks.jar assay.reports.change.Calibration 400000 1 \
 *   &gt;reports/src/main/resources/assay/reports/change/critical-values.csv</pre>
 */
public final class Calibration {

  private static final int[] SIZES = {
    12, 13, 14, 16, 18, 20, 23, 26, 30, 35, 40, 45, 50, 60, 70, 80, 90, 100, 120, 140, 170, 200
  };

  private static final double[] SHARES = {
    0.3, 0.2, 0.15, 0.1, 0.07, 0.05, 0.03, 0.02, 0.015, 0.01, 0.007, 0.005, 0.003, 0.002, 0.0015,
    0.001, 0.0007, 0.0005, 0.0003, 0.0002, 0.0001
  };

  private Calibration() {}

  public static void main(String[] arguments) {
    int series = Integer.parseInt(arguments[0]);
    long seed = Long.parseLong(arguments[1]);
    System.out.printf(
        "# Quantiles of the statistic of assay.reports.change.Look in Gaussian noise: points, then%n"
            + "# the value that this share reaches. Made by assay.reports.change.Calibration %d %d%n",
        series, seed);
    System.out.println(line("points", DoubleStream.of(SHARES), "%s"));
    for (int size : SIZES) {
      double[] sorted = statistics(size, series, seed);
      System.out.println(
          line(
              String.valueOf(size),
              DoubleStream.of(SHARES).map(share -> sorted[(int) (series * (1 - share))]),
              "%.4f"));
    }
  }

  private static double[] statistics(int size, int series, long seed) {
    return IntStream.range(0, series)
        .parallel()
        .mapToDouble(i -> {
          SplittableRandom random = new SplittableRandom(seed * 1_000_003 + i * 1_009L + size);
          double[] values =
              IntStream.range(0, size).mapToDouble(k -> random.nextGaussian()).toArray();
          return Look.at(values, Scan.BASELINE, Scan.LEAST).scan().statistic();
        })
        .sorted()
        .toArray();
  }

  private static String line(String head, DoubleStream values, String format) {
    return values
        .mapToObj(value -> String.format(Locale.ROOT, format, value))
        .collect(Collectors.joining(",", head + ",", ""));
  }
}
