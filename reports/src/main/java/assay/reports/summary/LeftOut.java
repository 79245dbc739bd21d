package assay.reports.summary;

import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Iterations that do not enter the figures.
 *
 * @param of measured iterations, these included
 * @param byReason how many of them for what
 */
public record LeftOut(int of, Map<String, Integer> byReason) {

  /** That differs from one iteration to the next. */
  private static final Pattern SHARE = Pattern.compile("\\d+ % of the ");

  static LeftOut of(CaseRecord measured) {
    Map<String, Integer> reasons = new TreeMap<>();
    int all = 0;
    for (ForkRecord fork : measured.forks()) {
      for (ForkRecord.Iteration each : fork.iterations()) {
        all++;
        if (!each.excluded().isEmpty()) {
          reasons.merge(each.excluded(), 1, Integer::sum);
        }
      }
    }
    return new LeftOut(all, reasons);
  }

  /** Of several cases together; by how much each was disturbed is in the record. */
  public static LeftOut of(Collection<CaseSummary> cases) {
    Map<String, Integer> reasons = new TreeMap<>();
    int all = 0;
    for (CaseSummary each : cases) {
      LeftOut own = each.leftOut();
      all += own.of();
      own.byReason()
          .forEach((reason, count) ->
              reasons.merge(SHARE.matcher(reason).replaceAll(""), count, Integer::sum));
    }
    return new LeftOut(all, reasons);
  }

  public int count() {
    return byReason.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** {@code 3 of 40 iterations left out: steal above 10 %}; empty where none was. */
  public String sentence() {
    if (byReason.isEmpty()) {
      return "";
    }
    String reasons =
        byReason.size() == 1
            ? byReason.keySet().iterator().next()
            : byReason.entrySet().stream()
                .map(each -> "%d %s".formatted(each.getValue(), each.getKey()))
                .collect(Collectors.joining(", "));
    return "%d of %d iterations left out: %s".formatted(count(), of, reasons);
  }
}
