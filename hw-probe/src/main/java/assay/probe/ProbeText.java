package assay.probe;

import static assay.probe.TextPage.pad;
import static assay.probe.TextPage.shorten;
import static assay.probe.TextPage.show;

import assay.probe.Machine.AcceleratorDevice;
import assay.probe.Machine.Cache;
import assay.probe.Machine.CoreKind;
import assay.probe.Machine.NumaNode;
import assay.probe.Machine.Sensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A machine for people: sections, aligned, at most 100 columns, no colour. */
public final class ProbeText {

  private static final int ID = 30;
  private static final int LABEL = 34;
  private static final int SCOPE = 10;
  private static final int DETAIL = 20;

  /** Columns before a value's decimal point. */
  private static final int WHOLE = 5;

  private final TextPage page = new TextPage();

  private ProbeText() {}

  public static String render(Machine machine) {
    ProbeText text = new ProbeText();
    text.host(machine.host());
    text.cpu(machine.cpu());
    text.caches(machine.caches());
    text.memory(machine.memory(), machine.numa());
    text.devices(machine.devices());
    text.sensors(machine.sensors());
    text.findings(machine.findings());
    return text.page.toString();
  }

  private void host(Machine.Host host) {
    page.section("Host");
    page.field("name", host.name());
    page.field("model", host.model());
    page.field("firmware", host.firmware());
    page.field("system", host.os());
    page.field("kernel", host.kernel());
    page.field("kernel options", host.commandLine());
    page.field("virtualisation", host.virtualisation());
    page.field("container", host.container());
    if (host.mitigations() instanceof Reading.Present<List<String>>(var states, var u, var s)) {
      List<String> active =
          states.stream().filter(state -> !state.endsWith("Not affected")).toList();
      page.field(
          "mitigations", active.isEmpty() ? "not affected by any" : String.join("; ", active));
    } else {
      page.field("mitigations", host.mitigations());
    }
  }

  private void cpu(Machine.Cpu cpu) {
    page.section("Processor");
    page.field("name", cpu.name());
    page.field("maker", cpu.vendor());
    page.field("architecture", cpu.architecture());
    page.field(
        "identity",
        "family %s, model %s, stepping %s"
            .formatted(brief(cpu.family()), brief(cpu.model()), brief(cpu.stepping())));
    page.field("microcode", cpu.microcode());
    page.field("logical cores", cpu.logicalCores());
    page.field("cores", cpu.physicalCores());
    page.field("packages", cpu.packages());
    for (CoreKind kind : cpu.kinds()) {
      if (cpu.kinds().size() > 1) {
        page.field(
            kind.name(),
            "%d (%s), at most %s".formatted(kind.count(), kind.cores(), show(kind.maxMegahertz())));
      }
    }
    page.field("CPU quota", cpu.quotaCores());
    page.field(
        "instructions",
        cpu.isa().isPresent() ? String.join(" ", cpu.isa().asOptional().get()) : show(cpu.isa()));
    page.field("vector width", cpu.vectorBits());
    page.field("highest clock", cpu.maxMegahertz());
    page.field("governor", cpu.governor());
    page.field("boost", cpu.boost());
  }

  private void caches(List<Cache> caches) {
    page.section("Caches");
    if (caches.isEmpty()) {
      page.line("not available: the kernel states none");
    }
    for (Cache cache : caches) {
      page.field(
          "L" + cache.level() + " " + cache.type().toLowerCase(java.util.Locale.ROOT),
          "%d x %s, %s; %s ways, %s B lines"
              .formatted(
                  cache.instances(),
                  Amounts.bytes(cache.bytes()),
                  sharing(cache),
                  brief(cache.ways()),
                  brief(cache.lineBytes())));
    }
  }

  private static String sharing(Cache cache) {
    return cache
        .sharedBy()
        .asOptional()
        .map(cores -> cores.matches("\\d+") ? "one core each" : "the first for cores " + cores)
        .orElse("sharing unknown");
  }

  private void memory(Machine.Memory memory, List<NumaNode> nodes) {
    page.section("Memory");
    page.field("total", memory.totalBytes());
    page.field("available", memory.availableBytes());
    page.field("swap", memory.swapBytes());
    page.field("limit", memory.limitBytes());
    page.field("huge pages", memory.transparentHugePages());
    if (nodes.isEmpty()) {
      page.field("NUMA", "not available: the kernel lists no node");
    }
    for (NumaNode node : nodes) {
      page.field(
          "NUMA node " + node.id(),
          "%s, %s, distances %s"
              .formatted(
                  show(node.bytes()),
                  node.cores().isEmpty() ? "no cores" : "cores " + node.cores(),
                  node.distances().asOptional().map(Object::toString).orElse("unknown")));
    }
  }

  private void devices(List<AcceleratorDevice> devices) {
    page.section("Accelerators");
    if (devices.isEmpty()) {
      page.line("none found: no GPU, NPU or accelerator on PCI, in the device tree or in /dev");
    }
    for (AcceleratorDevice device : devices) {
      page.hanging("  " + pad(device.kind(), 12), show(device.name()));
      deviceField("address", device.address());
      if (device.vendorId().isPresent()) {
        deviceField(
            "id",
            Reading.of(
                "%s:%s revision %s"
                    .formatted(
                        brief(device.vendorId()),
                        brief(device.deviceId()),
                        brief(device.revision())),
                "",
                ""));
        deviceField("link", device.link().map(ProbeText::noted));
        deviceField("NUMA node", device.numaNode());
      }
      deviceField("driver", device.driver());
      if (!device.nodes().isEmpty()) {
        deviceField("device files", Reading.of(String.join(" ", device.nodes()), "", ""));
      }
      details(device.details());
    }
  }

  /** What is known, then what is not; names with one and the same reason stand together. */
  private void details(Map<String, Reading<String>> details) {
    Map<String, List<String>> missing = new LinkedHashMap<>();
    details.forEach((name, value) -> {
      if (value.isPresent()) {
        deviceField(name, readable(name, value));
      } else {
        missing.computeIfAbsent(show(value), reason -> new ArrayList<>()).add(name);
      }
    });
    missing.forEach(
        (reason, names) -> page.hanging("    ", String.join(", ", names) + ": " + reason));
  }

  /** A lower rate than the device's own is no fault: links slow down while nothing is sent. */
  private static String noted(String link) {
    String[] sides = link.split(" of ");
    boolean slower = sides.length == 2 && !sides[0].split(" x")[0].equals(sides[1].split(" x")[0]);
    return slower ? link + " (the rate may be that of idle)" : link;
  }

  /** Drivers state memory in bytes. */
  private static Reading<?> readable(String name, Reading<String> value) {
    return name.equals("memory bytes")
        ? value.map(
            bytes -> bytes.matches("\\d{1,18}") ? Amounts.bytes(Long.parseLong(bytes)) : bytes)
        : value;
  }

  private void deviceField(String name, Reading<?> value) {
    page.hanging("    " + pad(name, DETAIL), show(value));
  }

  private void sensors(List<Sensor> sensors) {
    page.section("Sensors");
    for (Sensor sensor : sensors) {
      String id = "  " + pad(shorten(sensor.id(), ID - 1), ID);
      if (sensor.reading().isPresent()) {
        String label = pad(shorten(sensor.label(), LABEL - 1), LABEL);
        page.verbatim(id + label + pad(sensor.scope(), SCOPE) + aligned(show(sensor.reading())));
      } else {
        page.hanging(id, show(sensor.reading()));
      }
    }
  }

  private void findings(List<String> findings) {
    if (!findings.isEmpty()) {
      page.section("Findings");
      findings.forEach(page::line);
    }
  }

  /** Moves the decimal point to its column. */
  private static String aligned(String amount) {
    int end = amount.indexOf(' ') < 0 ? amount.length() : amount.indexOf(' ');
    int point = amount.indexOf('.') < 0 ? end : Math.min(amount.indexOf('.'), end);
    return " ".repeat(Math.max(0, WHOLE - point)) + amount;
  }

  private static String brief(Reading<?> reading) {
    return reading.asOptional().map(Object::toString).orElse("unknown");
  }
}
