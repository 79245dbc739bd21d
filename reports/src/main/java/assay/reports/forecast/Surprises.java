package assay.reports.forecast;

import assay.reports.statistics.Contrast;
import assay.reports.statistics.Moderation;
import java.util.Arrays;
import java.util.List;

/**
 * How far off single runs of a history's cases were, each from what the other runs foretell.
 *
 * <p>Student's distribution knows Gaussian noise. The noise of a shared machine has a longer tail,
 * towards the slow side: in one run of thirty a case is far off and nothing has changed. No case
 * alone shows how long that tail is, but all cases together do.
 *
 * @param sorted in standard errors, above 0 where it took longer
 */
record Surprises(double[] sorted) {

  /**
   * @param levels values since the last change of each case, positive
   */
  static Surprises of(List<double[]> levels, Moderation moderation) {
    return new Surprises(
        levels.parallelStream()
            .flatMapToDouble(each -> Arrays.stream(Forecast.surprises(each, moderation)))
            .sorted()
            .toArray());
  }

  /** How often the history was so far off without a change, either way; 0 where it never was. */
  double share(Contrast found) {
    double size = Math.abs(found.effect()) / found.error();
    long as =
        found.effect() < 0
            ? Arrays.stream(sorted).filter(each -> each >= size).count()
            : Arrays.stream(sorted).filter(each -> each <= -size).count();
    return sorted.length == 0 ? 0 : Math.min(1, 2.0 * as / sorted.length);
  }
}
