package assay.bench.cli;

import assay.reports.Report;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The kinds of report as {@code --to} names them. */
final class Kinds implements Iterable<String> {

  @Override
  public Iterator<String> iterator() {
    return names(EnumSet.allOf(Report.Kind.class)).iterator();
  }

  /**
   * @throws UsageException naming those that may be asked for
   */
  static Set<Report.Kind> of(List<String> names, Set<Report.Kind> allowed) {
    return names.stream()
        .map(name ->
            Report.kind(name)
                .filter(allowed::contains)
                .orElseThrow(() ->
                    new UsageException(
                        "unknown kind of report \"%s\"; there are %s"
                            .formatted(name, String.join(", ", names(allowed))))))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Report.Kind.class)));
  }

  private static List<String> names(Set<Report.Kind> kinds) {
    return kinds.stream().map(Report.Kind::option).toList();
  }
}
