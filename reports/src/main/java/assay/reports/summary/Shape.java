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
 * @param rest everything but n: {@code m4096 k14336}
 */
public record Shape(String operation, long n, String rest) {

  static Shape of(CaseRecord measured) {
    String spec = measured.key().spec();
    List<String> parts = Arrays.asList(spec.substring(spec.lastIndexOf(':') + 1).split(","));
    long n =
        parts.stream()
            .filter(Shape::isN)
            .mapToLong(part -> Long.parseLong(part.substring(1)))
            .findFirst()
            .orElse(-1);
    String rest =
        parts.stream().filter(part -> !isN(part)).collect(Collectors.joining(" ")).strip();
    String operation = measured.work().operation().toLowerCase(java.util.Locale.ROOT);
    return new Shape(operation, n, rest);
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

  /** The shape with n where it is not obvious: {@code m4096 k14336, n = 512}. */
  public String label() {
    return n <= 1 ? rest : "%s, n = %d".formatted(rest, n);
  }
}
