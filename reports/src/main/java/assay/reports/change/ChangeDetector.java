package assay.reports.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds what happened in a series: steps, drifts, spikes, changes of variance, mode switches.
 *
 * <p>Pure: the same series and settings give the same findings. Time grows with the number of
 * points, whatever they are. Safe to use from several threads.
 */
public final class ChangeDetector {

  /** A shorter series has no change that could be found. */
  public static final int LEAST_POINTS = Look.LEAST_POINTS;

  private final Settings settings;
  private final Levels levels;

  private ChangeDetector(Settings settings) {
    this.settings = settings;
    this.levels = Levels.of(settings);
  }

  public static ChangeDetector of(Settings settings) {
    return new ChangeDetector(settings);
  }

  /** Whether the series has points enough for a change to be found at all. */
  public static boolean canTell(Series series) {
    return series.values().length >= LEAST_POINTS;
  }

  /** All findings, in the order of the points. */
  public List<Finding> offline(Series series) {
    List<Finding> findings = new ArrayList<>();
    int from = 0;
    for (int to : ends(series)) {
      if (to > from) {
        findings.addAll(part(series, from, to));
      }
      from = to;
    }
    return findings.stream().filter(this::isLargeEnough).toList();
  }

  /** Positions with which an accepted level ends; the last is the series' end. */
  private static SortedSet<Integer> ends(Series series) {
    SortedSet<Integer> ends = new TreeSet<>();
    for (long index : series.accepted()) {
      int found = Arrays.binarySearch(series.indexes(), index);
      ends.add(found >= 0 ? found : -found - 1);
    }
    ends.add(series.values().length);
    return ends;
  }

  private List<Finding> part(Series series, int from, int to) {
    double[] values = Arrays.copyOfRange(series.values(), from, to);
    int exponent = scale(values);
    Analysis analysis = Analysis.of(values, levels);
    return new Describer(series, from, values, exponent, analysis).findings();
  }

  /** Brings the largest value near 1, so that neither squares nor differences leave the doubles. */
  private static int scale(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    if (largest == 0) {
      return 0;
    }
    int exponent = -Math.getExponent(Math.max(largest, Double.MIN_NORMAL));
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.scalb(values[i], exponent);
    }
    return exponent;
  }

  private boolean isLargeEnough(Finding finding) {
    return finding.kind() == Kind.VARIANCE
        || finding.relative().isEmpty()
        || Math.abs(finding.relative().getAsDouble()) >= settings.leastEffect();
  }
}
