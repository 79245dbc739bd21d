package assay.reports.text;

import assay.reports.summary.CaseSummary;
import assay.reports.summary.Units;
import java.util.List;

/**
 * One unit for a whole column, so that its figures can be compared by eye.
 *
 * @param divisor to get from the base unit to this one
 */
public record Scale(String unit, double divisor) {

  /** By the largest rate; cases of one group share a base unit. */
  public static Scale of(List<CaseSummary> cases) {
    double largest =
        cases.stream()
            .flatMap(each -> each.rate().stream())
            .mapToDouble(rate -> rate.estimate())
            .max()
            .orElse(1);
    String base = cases.isEmpty() ? "" : cases.getFirst().rateUnit();
    if (largest >= 1e12) {
      return new Scale("T" + base, 1e12);
    }
    return largest >= 1e8 ? new Scale("G" + base, 1e9) : new Scale("M" + base, 1e6);
  }

  public String figure(double value) {
    return Units.figure(value / divisor);
  }
}
