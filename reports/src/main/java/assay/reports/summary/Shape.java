package assay.reports.summary;

import assay.reports.record.CaseRecord;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A spec's text, taken apart for headings and axis labels.
 *
 * @param operation in lower case
 * @param n tokens or queries, or -1 where the operation has none
 * @param label the shape in the spec's order: {@code m4096 n512 k14336}; without n where it is 1
 */
public record Shape(String operation, long n, String label) {

  static Shape of(CaseRecord measured) {
    String spec = measured.key().spec();
    List<String> parts = Arrays.asList(spec.substring(spec.lastIndexOf(':') + 1).split(","));
    long n =
        parts.stream()
            .filter(Shape::isN)
            .mapToLong(part -> Long.parseLong(part.substring(1)))
            .findFirst()
            .orElse(-1);
    String label =
        parts.stream().filter(part -> !part.equals("n1")).collect(Collectors.joining(" ")).strip();
    String operation = measured.work().operation().toLowerCase(java.util.Locale.ROOT);
    return new Shape(operation, n, label);
  }

  private static boolean isN(String part) {
    return part.matches("n\\d{1,18}");
  }

  /**
   * What belongs in one chart: {@code matmul decode}, {@code attention prefill}, {@code dequant}.
   */
  public String group() {
    return n < 0 ? operation : operation + (n == 1 ? " decode" : " prefill");
  }
}
