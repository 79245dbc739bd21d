package assay.reports.forecast;

import assay.reports.change.ChangeDetector;
import assay.reports.change.Finding;
import assay.reports.change.Preference;
import assay.reports.change.Settings;
import java.util.Arrays;
import java.util.SortedSet;

/**
 * The points of a series since its level last changed or somebody accepted a change.
 *
 * @param values oldest first; none when a drift went on to the end
 * @param since place of the run with which the level begins; -1 when it is the whole series
 */
record Level(double[] values, int since) {

  /**
   * @param runs places of the points' runs, rising
   * @param accepted places of runs with which an accepted level begins
   */
  static Level of(int[] runs, double[] values, SortedSet<Long> accepted) {
    long[] indexes = Arrays.stream(runs).asLongStream().toArray();
    var series = new assay.reports.change.Series("", Preference.UNKNOWN, indexes, values, accepted);
    int from = 0;
    for (long each : accepted) {
      int found = Arrays.binarySearch(indexes, each);
      from = Math.max(from, found >= 0 ? found : -found - 1);
    }
    for (Finding each : ChangeDetector.of(Settings.DEFAULT).offline(series)) {
      from = Math.max(from, afterwards(each, indexes));
    }
    return new Level(
        Arrays.copyOfRange(values, from, values.length),
        from == 0 ? -1 : runs[Math.min(from, runs.length - 1)]);
  }

  /** Spikes are single runs, and levels that take turns are one level's noise. */
  private static int afterwards(Finding change, long[] indexes) {
    return switch (change.kind()) {
      case STEP, VARIANCE -> change.at();
      case DRIFT -> Arrays.binarySearch(indexes, change.latest()) + 1;
      case SPIKE, MODE_SWITCH -> 0;
    };
  }
}
