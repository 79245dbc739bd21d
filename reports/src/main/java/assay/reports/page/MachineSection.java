package assay.reports.page;

import assay.probe.Machine;
import assay.probe.Reading;
import assay.reports.record.Ceiling;
import assay.reports.record.RunRecord;
import assay.reports.summary.RunSummary;
import assay.reports.summary.Units;
import assay.reports.text.MachineLine;
import assay.reports.text.Plain;
import java.util.List;
import java.util.stream.Collectors;

/** What machine: facts, accelerators, and the ceilings that were measured on it. */
final class MachineSection {

  private final Html html;
  private final RunRecord run;

  MachineSection(Html html, RunSummary summary) {
    this.html = html;
    this.run = summary.run();
  }

  void write() {
    html.open("section", "id", "machine").element("h2", "Machine");
    writeFacts();
    if (!run.ceilings().isEmpty()) {
      writeCeilings();
    }
    html.close().line();
  }

  private void writeFacts() {
    Machine machine = run.machine();
    html.open("dl", "class", "facts");
    fact("CPU", machine.cpu().name());
    fact("Architecture", machine.cpu().architecture());
    fact("Logical cores", machine.cpu().logicalCores());
    fact("Physical cores", machine.cpu().physicalCores());
    fact("Vector width", machine.cpu().vectorBits());
    fact("Caches", caches(machine.caches()));
    fact("Memory", sized(machine.memory().totalBytes()));
    fact("System", machine.host().os());
    fact("Kernel", machine.host().kernel());
    fact("Virtualisation", machine.host().virtualisation());
    fact("Governor", machine.cpu().governor());
    for (Machine.AcceleratorDevice device : machine.devices()) {
      fact(Plain.of(device.kind()), device.name());
    }
    run.backends().stream()
        .flatMap(backend -> backend.accelerators().stream())
        .distinct()
        .forEach(this::writeAccelerator);
    html.open("div", "class", "long").element("dt", "Instruction sets");
    html.element("dd", MachineLine.shown(joined(machine.cpu().isa()))).close();
    fact("Java", Plain.of("%s %s".formatted(run.jvm().vendor(), run.jvm().version())));
    html.close().line();
    if (machine.findings() != null && !machine.findings().isEmpty()) {
      html.open("ul");
      machine.findings().forEach(each -> html.element("li", Plain.of(each)));
      html.close();
    }
  }

  private void writeAccelerator(RunRecord.Accelerator own) {
    String cache =
        own.lastCacheBytes() > 0
            ? "last cache " + Units.bytes(own.lastCacheBytes())
            : "last cache not told";
    String bus = own.pciAddress().isEmpty() ? "" : ", " + own.pciAddress();
    fact(
        Plain.of(own.id()),
        Plain.of("%s, %s, %s%s".formatted(own.name(), Units.bytes(own.memoryBytes()), cache, bus)));
  }

  private void fact(String name, Reading<?> reading) {
    boolean known = reading != null && reading.isPresent();
    fact(name, MachineLine.shown(reading), known);
  }

  private void fact(String name, String value) {
    fact(name, value, true);
  }

  private void fact(String name, String value, boolean known) {
    html.open("div").element("dt", name);
    html.element("dd", value, "class", known ? null : "missing").close();
  }

  private static Reading<String> joined(Reading<List<String>> texts) {
    return texts == null ? null : texts.map(all -> String.join(" ", all));
  }

  private static Reading<String> sized(Reading<Long> bytes) {
    return bytes instanceof Reading.Present<Long>(Long value, String unit, String source)
        ? Reading.of(Units.bytes(value), "", source)
        : bytes == null ? null : bytes.map(String::valueOf);
  }

  private static String caches(List<Machine.Cache> caches) {
    return caches.isEmpty()
        ? "none found"
        : caches.stream()
            .filter(cache -> !cache.type().equals("Instruction"))
            .map(cache ->
                "L%d %s%s"
                    .formatted(
                        cache.level(),
                        Units.bytes(cache.bytes()),
                        cache.instances() > 1 ? " × " + cache.instances() : ""))
            .collect(Collectors.joining(", "));
  }

  private void writeCeilings() {
    html.open("details", "class", "numbers");
    html.element("summary", "%d ceilings, measured in this run".formatted(run.ceilings().size()));
    html.open("div", "class", "scroll").open("table");
    html.open("thead").open("tr");
    html.element("th", "ceiling").element("th", "device");
    html.element("th", "threads", "class", "number").element("th", "best", "class", "number");
    html.close().close().open("tbody");
    for (Ceiling ceiling : run.ceilings()) {
      html.open("tr").element("td", Plain.of(ceiling.label()));
      boolean host = run.accelerator(ceiling.device()).isEmpty();
      html.element("td", Plain.of(ceiling.device()));
      html.element("td", host ? String.valueOf(ceiling.threads()) : "–", "class", "number");
      html.element("td", best(ceiling), "class", "number").close().line();
    }
    html.close().close().close().close();
  }

  private static String best(Ceiling ceiling) {
    return ceiling.best() instanceof Reading.Present<Double>(Double value, String unit, String s)
        ? Units.ofRecord(value, Plain.of(unit))
        : MachineLine.shown(ceiling.best());
  }
}
