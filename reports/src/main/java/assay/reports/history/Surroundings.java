package assay.reports.history;

import assay.probe.Machine;
import assay.probe.Machine.AcceleratorDevice;
import assay.probe.Reading;
import assay.reports.record.RunRecord;
import assay.reports.summary.Units;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * Sorts what a record knows of its machine into identity, environment and state.
 *
 * <p>Identity is what was bought, environment is how it is set up; a series is of one of each.
 * State (clocks, temperatures, load, host name, microcode, firmware, patch levels, the JVM) changes
 * from run to run, so it stays with the run: as part of a key it would cut every series into
 * pieces.
 */
final class Surroundings {

  /** Settings of the process that change which code runs. Paths differ by checkout and say less. */
  private static final Pattern PATH_LIKE = Pattern.compile(".*[/\\\\].*", Pattern.DOTALL);

  private static final Pattern MAJOR = Pattern.compile("^(\\d+)\\b.*", Pattern.DOTALL);
  private static final Pattern POINT_RELEASE = Pattern.compile("(\\d+\\.\\d+)\\.\\d+");

  /** "2.5 GT/s x4 of 32 GT/s x16". */
  private static final Pattern LINK_RATE =
      Pattern.compile("^\\S+ GT/s (x\\d+)\\b.*", Pattern.DOTALL);

  /** What changes a GPU's speed and outlives a run. */
  private static final Set<String> SET_UP =
      Set.of("power limit", "ECC", "MIG", "compute partition", "memory partition");

  private static final List<String> COMPUTING = List.of("gpu", "npu", "accelerator");
  private static final String UNKNOWN = "unknown";

  private final RunRecord run;
  private final Machine machine;

  Surroundings(RunRecord run) {
    this.run = run;
    this.machine = run.machine();
  }

  /** What a case on {@code device} ran on. */
  Fingerprint identity(String device) {
    Machine.Cpu cpu = machine.cpu();
    Map<String, String> facts = new TreeMap<>();
    facts.put("architecture", text(cpu.architecture()));
    facts.put("cpu", text(cpu.name()));
    facts.put("cpu.vendor", text(cpu.vendor()));
    facts.put("cpu.family", text(cpu.family()));
    facts.put("cpu.model", text(cpu.model()));
    facts.put("cpu.stepping", text(cpu.stepping()));
    facts.put("cpu.vector_bits", text(cpu.vectorBits()));
    facts.put("cores.logical", text(cpu.logicalCores()));
    facts.put("cores.physical", text(cpu.physicalCores()));
    facts.put("packages", text(cpu.packages()));
    facts.put("memory", memory(machine.memory().totalBytes()));
    String label =
        "%s, %s cores, %s"
            .formatted(facts.get("cpu"), text(cpu.logicalCores()), facts.get("memory"));
    return Fingerprint.of(label + accelerators(device, facts, Surroundings::addDevice), facts);
  }

  /** How what a case on {@code device} ran on was set up. */
  Fingerprint environment(String device) {
    Machine.Cpu cpu = machine.cpu();
    Machine.Host host = machine.host();
    Map<String, String> facts = new TreeMap<>();
    facts.put("os", POINT_RELEASE.matcher(text(host.os())).replaceAll("$1"));
    facts.put("kernel.major", MAJOR.matcher(text(host.kernel())).replaceAll("$1"));
    facts.put("virtualisation", text(host.virtualisation()));
    facts.put("container", text(host.container()));
    facts.put("governor", text(cpu.governor()));
    facts.put("boost", text(cpu.boost()));
    facts.put("cores.quota", text(cpu.quotaCores()));
    facts.put("memory.limit", memory(machine.memory().limitBytes()));
    facts.put("huge_pages", text(machine.memory().transparentHugePages()));
    run.invocation()
        .environment()
        .forEach((name, value) -> {
          if (!PATH_LIKE.matcher(value).matches()) {
            facts.put("variable." + Checked.shown(name).replace('=', ' '), Checked.shown(value));
          }
        });
    String label =
        "%s, kernel %s, governor %s"
            .formatted(facts.get("os"), facts.get("kernel.major"), facts.get("governor"));
    return Fingerprint.of(label + accelerators(device, facts, Surroundings::addDriver), facts);
  }

  /**
   * A case on the host is not moved to another series by a new graphics card. Which accelerator
   * {@code cuda0} is only its driver knows, so all of them count for a case on any.
   */
  private String accelerators(
      String device, Map<String, String> facts, BiConsumer<Map<String, String>, Numbered> add) {
    if (device.startsWith("cpu")) {
      return "";
    }
    StringBuilder names = new StringBuilder();
    int number = 0;
    for (AcceleratorDevice each : machine.devices()) {
      if (COMPUTING.contains(each.kind())) {
        add.accept(facts, new Numbered("device" + number++, each));
        names.append(", ").append(text(each.name()));
      }
    }
    return names.toString();
  }

  private record Numbered(String name, AcceleratorDevice device) {}

  private static void addDevice(Map<String, String> facts, Numbered each) {
    facts.put(each.name(), text(each.device().name()));
    facts.put(
        each.name() + ".id", text(each.device().vendorId()) + ":" + text(each.device().deviceId()));
    facts.put(each.name() + ".revision", text(each.device().revision()));
    // Its rate falls while nothing is sent, so only the lanes are the machine's own.
    facts.put(
        each.name() + ".lanes", LINK_RATE.matcher(text(each.device().link())).replaceAll("$1"));
  }

  private static void addDriver(Map<String, String> facts, Numbered each) {
    facts.put(each.name() + ".driver", text(each.device().driver()));
    each.device()
        .details()
        .forEach((name, value) -> {
          if (name.toLowerCase(java.util.Locale.ROOT).contains("version")
              || SET_UP.contains(name)) {
            facts.put(each.name() + "." + name, text(value));
          }
        });
  }

  /**
   * What was built in, of which the firmware and the kernel keep a little, and not the same each
   * time: rounded up to an eighth of a power of two.
   */
  private static String memory(Reading<Long> reading) {
    Optional<Long> bytes = reading == null ? Optional.empty() : reading.asOptional();
    return bytes
        .filter(value -> value >= 1 << 20)
        .map(value -> {
          long step = Long.highestOneBit(value) / 8;
          return Units.bytes((value + step - 1) / step * step).replace(Units.SPACE, " ");
        })
        .orElse(UNKNOWN);
  }

  /** Why a value is missing may be worded anew; that it is missing is the fact. */
  private static String text(Reading<?> reading) {
    return reading == null
        ? UNKNOWN
        : reading.asOptional().map(value -> Checked.shown(value.toString())).orElse(UNKNOWN);
  }
}
