package assay.bench.cli;

import assay.reports.summary.Comparison;
import assay.reports.summary.Interval;
import java.io.PrintWriter;
import java.util.Locale;

/** A comparison as lines for a terminal. */
final class ComparisonText {

  private ComparisonText() {}

  static void print(Comparison comparison, PrintWriter out) {
    out.printf("%s against %s%n", comparison.contender(), comparison.baseline());
    for (Comparison.Row row : comparison.rows()) {
      out.printf("  %-14s %s  %s%n", row.verdict(), ratio(row), row.label());
      if (!row.reason().isEmpty()) {
        out.printf("  %-14s %s%n", "", row.reason());
      }
    }
    comparison
        .medianRatio()
        .ifPresent(ratio ->
            out.printf(Locale.ROOT, "  median ratio %.2f over the cases that both have%n", ratio));
    out.println();
  }

  /** Above 1 the contender is faster. */
  private static String ratio(Comparison.Row row) {
    return row.ratio().map(ComparisonText::interval).orElse(" ".repeat(19));
  }

  private static String interval(Interval ratio) {
    return String.format(
        Locale.ROOT, "%5.2f (%5.2f..%5.2f)", ratio.estimate(), ratio.low(), ratio.high());
  }
}
