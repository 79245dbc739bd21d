package assay.reports.change;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How often Gaussian noise without a change reaches a statistic: the quantiles that {@link
 * Calibration} found, by number of points.
 */
final class CriticalValues {

  private static final String RESOURCE = "critical-values.csv";
  private static final CriticalValues TABLE = load();

  private final double[] shares;
  private final int[] sizes;
  private final double[][] quantiles;

  private CriticalValues(double[] shares, int[] sizes, double[][] quantiles) {
    this.shares = shares;
    this.sizes = sizes;
    this.quantiles = quantiles;
  }

  /** Of stretches of {@code points}, the share whose statistic is at least this. */
  static double share(int points, double statistic) {
    return TABLE.of(points, statistic);
  }

  private double of(int points, double statistic) {
    double[] row = row(points);
    int last = row.length - 1;
    if (statistic <= row[0]) {
      return statistic >= row[0] ? shares[0] : 1;
    }
    int upper = 1;
    while (upper < last && row[upper] < statistic) {
      upper++;
    }
    // Tails fall about as a Gaussian's: the logarithm of the share with the square of the
    // statistic.
    double from = row[upper - 1] * row[upper - 1];
    double along = (statistic * statistic - from) / (row[upper] * row[upper] - from);
    double start = Math.log(shares[upper - 1]);
    return Math.exp(start + along * (Math.log(shares[upper]) - start));
  }

  /** Critical values for a number of points, between those tabulated by interpolation. */
  private double[] row(int points) {
    int found = Arrays.binarySearch(sizes, points);
    if (found >= 0) {
      return quantiles[found];
    }
    int upper = -found - 1;
    if (upper == 0 || upper == sizes.length) {
      return quantiles[Math.min(upper, sizes.length - 1)];
    }
    double along = (double) (points - sizes[upper - 1]) / (sizes[upper] - sizes[upper - 1]);
    double[] row = new double[shares.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = (1 - along) * quantiles[upper - 1][i] + along * quantiles[upper][i];
    }
    return row;
  }

  private static CriticalValues load() {
    try (InputStream in = CriticalValues.class.getResourceAsStream(RESOURCE)) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CriticalValues parse(String text) {
    List<String[]> rows = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (!line.startsWith("#")) {
        rows.add(line.split(","));
      }
    }
    double[] shares = numbers(rows.getFirst());
    int[] sizes = new int[rows.size() - 1];
    double[][] quantiles = new double[sizes.length][];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Integer.parseInt(rows.get(i + 1)[0]);
      quantiles[i] = numbers(rows.get(i + 1));
    }
    return new CriticalValues(shares, sizes, quantiles);
  }

  private static double[] numbers(String[] cells) {
    return Arrays.stream(cells).skip(1).mapToDouble(Double::parseDouble).toArray();
  }
}
