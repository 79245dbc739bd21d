package assay.reports.conform;

import assay.reports.page.Frame;
import assay.reports.page.Html;
import assay.reports.text.Plain;
import java.util.List;
import java.util.Locale;

/** The outcome as one offline page; the finding is its title. */
final class ConformancePage {

  private static final List<List<String>> SECTIONS =
      List.of(
          List.of("ladder", "Ladder"),
          List.of("findings", "Findings"),
          List.of("exactness", "Exactness"),
          List.of("gaps", "Not tried"),
          List.of("method", "Method"));

  private final Conformance record;
  private final Html html = new Html();

  private ConformancePage(Conformance record) {
    this.record = record;
  }

  static String of(Conformance record) {
    return new ConformancePage(record).write();
  }

  private String write() {
    Frame frame = new Frame(html);
    String sentence = Plain.of(record.sentence());
    frame.begin("%s: %s".formatted(record.verdict(), sentence));
    String lead = "%s · %s".formatted(record.examined().device(), Words.when(record));
    frame.top("Assay conformance report", sentence, Plain.of(lead), SECTIONS);
    html.open("main").line();
    writeLadder();
    writeFindings();
    writeExactness();
    writeGaps();
    writeMethod();
    html.close().line();
    return frame.end();
  }

  private void writeLadder() {
    html.open("section", "id", "ladder").element("h2", "The ladder");
    html.open("p");
    String state = record.verdict().name();
    html.element("strong", state, "class", styleOf(state));
    html.text(": " + Words.coverage(record) + ". " + Words.DISCLAIMER).close();
    String roundings = Plain.of(Words.roundings(record));
    if (!roundings.isEmpty()) {
      html.element("p", roundings);
    }
    table("rung", "checks", "made", "result");
    for (RungResult rung : record.rungs()) {
      html.open("tr");
      html.open("td").text(rung.title()).open("div", "class", "range").text(rung.asks());
      html.close().close();
      html.element("td", String.valueOf(rung.planned()), "class", "number");
      html.element("td", String.valueOf(rung.made()), "class", "number");
      html.element("td", Words.state(rung), "class", "state " + styleOf(rung.state()));
      html.close().line();
    }
    endTable();
  }

  /** The page's own colours for what a case may be. */
  private static String styleOf(String state) {
    return switch (state) {
      case "PASS" -> "VALID";
      case "FAIL" -> "WRONG";
      case "INCONCLUSIVE" -> "MISTRUSTED";
      default -> "UNSUPPORTED";
    };
  }

  private void writeFindings() {
    html.open("section", "id", "findings").element("h2", "What was found");
    if (record.findings().isEmpty()) {
      html.element("p", "No fault.");
    }
    for (List<Finding> alike : record.findingsByFault()) {
      Fault fault = alike.getFirst().fault();
      html.open("article").element("h3", Plain.of(name(fault)));
      for (int i = 0; i < alike.size(); i++) {
        html.element("p", Plain.of(sentence(alike.get(i))));
        if (Words.isLastOfItsCommand(alike, i)) {
          html.element("pre", Plain.of(Words.command(alike.get(i))));
        }
      }
      html.close().line();
    }
    if (!record.notes().isEmpty()) {
      html.element("h3", "Known, and no fault").open("ul");
      record.notes().forEach(note -> html.element("li", Plain.of(note)));
      html.close();
    }
    html.close().line();
  }

  private String name(Fault fault) {
    String why = record.faults().contains(fault) ? "" : ", which the above explains";
    return "%s %s%s".formatted(record.examined().name(), fault.predicate(), why);
  }

  private static String sentence(Finding finding) {
    StringBuilder text = new StringBuilder();
    text.append("%s, %s: %s.".formatted(finding.probe(), finding.check(), finding.what()));
    String figures = Words.figures(finding);
    text.append(figures.isEmpty() ? "" : " Measured: " + figures + ".");
    String also = Words.also(finding);
    return text.append(also.isEmpty() ? "" : " The same " + also + ".").toString();
  }

  private void writeExactness() {
    html.open("section", "id", "exactness").element("h2", "How exact it is");
    html.element(
        "p",
        "Against float64 arithmetic on the stored numbers. The tolerance follows from the roundings"
            + " that the kernel declares; the worst case's share of it, above 100 % wrong, and the"
            + " largest NMSE of a case: squared error over squared truth.");
    table("operation", "format", "declares", "checks", "of tolerance", "NMSE", "kernels");
    for (Exactness row : record.exactness()) {
      html.open("tr");
      cells(row.operation(), row.format(), row.declared());
      html.element("td", String.valueOf(row.checks()), "class", "number");
      html.element(
          "td",
          Words.worst(row),
          "class",
          row.worstOfTolerance() > 1 ? "number WRONG" : "number",
          "title",
          Plain.of(row.worst()));
      html.element("td", Words.nmse(row), "class", "number");
      cells(row.kernel());
      html.close().line();
    }
    endTable();
  }

  private void writeGaps() {
    html.open("section", "id", "gaps").element("h2", "What was not tried");
    if (record.gaps().isEmpty()) {
      html.element("p", "Every check of the level was made.");
    }
    table("rung", "checks", "why");
    for (Gap gap : record.gaps()) {
      html.open("tr");
      cells(gap.rung());
      html.element("td", String.valueOf(gap.checks()), "class", "number");
      cells(gap.why());
      html.close().line();
    }
    endTable();
  }

  private void writeMethod() {
    html.open("section", "id", "method").element("h2", "What was examined, and how");
    html.element(
        "p",
        "Each rung ran in a process of its own. One that crashed or hung is a finding, and the next"
            + " one went on behind it. Inputs come from the seed, so every command above shows its"
            + " finding again.");
    html.open("dl", "class", "facts");
    Conformance.Examined examined = record.examined();
    fact("Name", examined.name());
    longFact("Description", examined.description());
    fact("Device", examined.device());
    if (!examined.library().isEmpty()) {
      longFact("Library", examined.library());
      longFact("SHA-256", examined.sha256());
    }
    examined.details().forEach(this::fact);
    longFact("Machine", record.machine());
    fact("Started", record.startedAt());
    fact("Took", String.format(Locale.ROOT, "%.0f s", record.seconds()));
    fact("Assay", record.tool().version() + ", commit " + record.tool().commit());
    fact("JVM", record.jvm().vendor() + " " + record.jvm().version());
    longFact("Command", "assay " + String.join(" ", record.commandLine()));
    record.environment().forEach(this::fact);
    html.close().close().line();
  }

  private void fact(String name, String value) {
    html.open("div").element("dt", Plain.of(name)).element("dd", Plain.of(value)).close();
  }

  private void longFact(String name, String value) {
    html.open("div", "class", "long").element("dt", name).element("dd", Plain.of(value)).close();
  }

  private void table(String... header) {
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String each : header) {
      boolean number = List.of("checks", "made", "of tolerance", "NMSE").contains(each);
      html.element("th", each, "class", number ? "number" : null);
    }
    html.close().close().open("tbody").line();
  }

  private void endTable() {
    html.close().close().close().close().line();
  }

  private void cells(String... texts) {
    for (String text : texts) {
      html.element("td", Plain.of(text));
    }
  }
}
