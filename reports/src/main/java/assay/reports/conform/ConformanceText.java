package assay.reports.conform;

import assay.reports.text.Plain;
import assay.reports.text.Wrap;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The outcome for a terminal or a CI log. */
public final class ConformanceText {

  private static final int WIDEST = 100;
  private static final int NARROWEST = 60;

  /** More are counted, not listed; all are in the reports. */
  private static final int MOST_FINDINGS = 12;

  private ConformanceText() {}

  /**
   * @param columns of the terminal; at most 100 are used
   * @return lines that end in a line feed
   */
  public static String render(Conformance record, int columns) {
    int width = Math.clamp(columns, NARROWEST, WIDEST);
    List<String> lines = new ArrayList<>();
    lines.add(Plain.cut(Plain.of(subject(record)), width));
    for (RungResult rung : asked(record)) {
      lines.add(
          "  %-22s %5d of %5d checks  %s"
              .formatted(rung.title(), rung.made(), rung.planned(), Words.state(rung)));
    }
    List<Finding> findings = record.findingsByFault().stream().flatMap(List::stream).toList();
    for (Finding finding : findings.subList(0, Math.min(MOST_FINDINGS, findings.size()))) {
      add(lines, finding, width);
    }
    if (findings.size() > MOST_FINDINGS) {
      lines.add("  and %d more findings".formatted(findings.size() - MOST_FINDINGS));
    }
    lines.addAll(
        Wrap.lines(
            Plain.of(
                "%s: %s; %s"
                    .formatted(record.verdict(), record.sentence(), Words.coverage(record))),
            width));
    String roundings = Words.roundings(record);
    if (!roundings.isEmpty()) {
      lines.addAll(Wrap.lines(Plain.of(roundings), width));
    }
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private static List<RungResult> asked(Conformance record) {
    return record.rungs().stream()
        .filter(rung ->
            record.probes().isEmpty()
                || record.probes().stream().anyMatch(probe -> probe.startsWith(rung.id() + ".")))
        .toList();
  }

  private static String subject(Conformance record) {
    return "%s on %s, %s"
        .formatted(record.examined().name(), record.examined().device(), Words.when(record));
  }

  private static void add(List<String> lines, Finding finding, int width) {
    String text =
        "%s in %s, %s: %s%s"
            .formatted(
                finding.fault().name().replace('_', ' '),
                finding.probe(),
                finding.check(),
                finding.what(),
                finding.also() == 0 ? "" : " (" + Words.also(finding) + ")");
    Wrap.lines(Plain.of(text), width - 4).forEach(line -> lines.add("  " + line));
    lines.add("    " + Plain.of(Words.command(finding)));
  }
}
