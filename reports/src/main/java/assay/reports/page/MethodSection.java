package assay.reports.page;

import assay.probe.Machine;
import assay.probe.Reading;
import assay.reports.record.RunRecord;
import assay.reports.summary.Problem;
import assay.reports.summary.RunSummary;
import assay.reports.text.MachineLine;
import assay.reports.text.Plain;
import java.util.List;
import java.util.stream.Collectors;

/** How it was measured, and what could not be. */
final class MethodSection {

  private final Html html;
  private final RunSummary summary;
  private final RunRecord run;

  MethodSection(Html html, RunSummary summary) {
    this.html = html;
    this.summary = summary;
    this.run = summary.run();
  }

  void write() {
    writeMethod();
    writeGaps();
  }

  private void writeMethod() {
    html.open("section", "id", "method").element("h2", "How it was measured");
    long forks = run.cases().stream().mapToLong(each -> each.forks().size()).sum();
    RunRecord.Invocation invocation = run.invocation();
    html.element(
        "p",
        "JMH measured every case in JVMs of its own (forks), in rounds of shuffled order: %d of %d planned forks ran. A case's speed is the geometric mean over fork means; intervals are Student's 95 %% intervals of their logarithms, with spreads moderated over the cases of the run."
            .formatted(forks, invocation.plannedForks()));
    html.element(
        "p",
        "The ceiling that binds a case is the one it meets first by its arithmetic intensity: FMA rate (on a device with a measured matmul of the type that the kernel multiplies, that one's), or read bandwidth of the memory level that holds its data (copy bandwidth for dequantization). Each chip's cases are held against its own ceilings. Errors are distances from a float64 result computed from the stored weights. Kernels that multiply small integers may pass the FMA ceiling, as a lane then holds several products. Only VALID cases enter charts and comparisons.");
    html.open("dl", "class", "facts");
    fact("Run", invocation.id());
    fact("Started", second(invocation.startedAt()));
    fact(
        "Finished",
        invocation.finishedAt() == null
            ? "not finished: this record is incomplete"
            : second(invocation.finishedAt()));
    fact("Profile", invocation.profile());
    fact("Seed", String.valueOf(invocation.seed()));
    fact("Command", String.join(" ", invocation.commandLine()));
    fact("Assay", run.tool().version() + ", commit " + run.tool().commit());
    fact("JVM", "%s %s, %s".formatted(run.jvm().vendor(), run.jvm().version(), run.jvm().vm()));
    longFact("JVM flags", String.join(" ", run.jvm().flags()));
    String environment =
        invocation.environment().entrySet().stream()
            .map(variable -> variable.getKey() + "=" + variable.getValue())
            .collect(Collectors.joining(" "));
    longFact(
        "Environment",
        environment.isEmpty() ? "no variable that changes what runs was recorded" : environment);
    html.close().close().line();
  }

  /** Without the fraction that clocks add: {@code 2026-03-04T10:00:00Z}. */
  private static String second(String instant) {
    return instant.replaceFirst("\\.\\d+Z$", "Z");
  }

  private void fact(String name, String value) {
    html.open("div").element("dt", name).element("dd", Plain.of(value)).close();
  }

  private void longFact(String name, String value) {
    html.open("div", "class", "long").element("dt", name).element("dd", Plain.of(value)).close();
  }

  private void writeGaps() {
    html.open("section", "id", "gaps").element("h2", "What could not be measured");
    List<Problem> problems = Problem.of(summary);
    if (problems.isEmpty()) {
      html.element("p", "Every case is valid.");
    } else {
      table(List.of("state", "backend", "cases", "why"));
      problems.forEach(
          each -> row(each.state().toString(), each.who(), each.what(), each.reason()));
      html.close().close().close();
    }
    writeMissing();
    html.close().line();
  }

  private void writeMissing() {
    table(List.of("not available", "why"));
    for (RunRecord.BackendRecord backend : run.backends()) {
      missing("backend " + backend.id(), backend.version());
    }
    run.ceilings().forEach(each -> missing("ceiling " + each.label(), each.best()));
    for (Machine.Sensor sensor : run.machine().sensors()) {
      missing("sensor %s (%s)".formatted(sensor.id(), sensor.quantity()), sensor.reading());
    }
    run.cases().stream()
        .map(each -> each.energy())
        .filter(each -> each instanceof Reading.Unavailable)
        .distinct()
        .limit(5)
        .forEach(each -> missing("energy per operation", each));
    html.close().close().close();
  }

  private void missing(String what, Reading<?> reading) {
    if (reading == null || !reading.isPresent()) {
      row(what, MachineLine.shown(reading));
    }
  }

  private void table(List<String> header) {
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    header.forEach(each -> html.element("th", each));
    html.close().close().open("tbody").line();
  }

  private void row(String... cells) {
    html.open("tr");
    for (String cell : cells) {
      html.element("td", Plain.of(cell));
    }
    html.close().line();
  }
}
