package assay.reports.judge;

import assay.probe.Machine;
import assay.probe.Machine.AcceleratorDevice;
import assay.probe.Reading;
import assay.reports.record.CaseRecord.Key;
import assay.reports.record.RunRecord;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What differs between two runs that would show in every figure, so that a difference in speed says
 * nothing about the code.
 *
 * <p>Not looked at is what is usually the subject: Assay's build, the JVM, its flags, versions of
 * peers. Nor are figures that differ between two boots of one machine, such as measured clocks.
 *
 * @param differences that forbid comparing
 * @param otherInputs whether the runs had other seeds; that forbids comparing errors only
 */
public record Comparability(List<Difference> differences, boolean otherInputs) {

  /** Nothing differs, or nobody minds. */
  public static final Comparability ALIKE = new Comparability(List.of(), false);

  /** Details of a device that change what it can do. */
  private static final Map<String, Aspect> DETAILS =
      new TreeMap<>(
          Map.of(
              "driver version", Aspect.DRIVER,
              "power limit", Aspect.POWER_LIMIT,
              "ECC", Aspect.ECC,
              "MIG", Aspect.PARTITION,
              "compute partition", Aspect.PARTITION,
              "memory partition", Aspect.PARTITION));

  /** What may differ. */
  public enum Aspect {
    PROCESSOR("processor"),
    CORES("cores"),
    MEMORY("memory"),
    FIRMWARE("microcode"),
    GOVERNOR("governor"),
    BOOST("boost"),
    HUGE_PAGES("huge pages"),
    KERNEL("kernel"),
    VIRTUALISATION("virtualisation"),
    ACCELERATOR("accelerator"),
    DRIVER("driver"),
    POWER_LIMIT("power limit"),
    ECC("ECC"),
    PARTITION("partition");

    /** Those of accelerators concern the cases on them. */
    private static final Set<Aspect> OF_DEVICES =
        EnumSet.of(ACCELERATOR, DRIVER, POWER_LIMIT, ECC, PARTITION);

    private final String title;

    Aspect(String title) {
      this.title = title;
    }

    /** As on the command line and in reasons. */
    public String title() {
      return title;
    }
  }

  /**
   * @param device name of a device, where it concerns the cases on such; "" for all
   */
  public record Difference(Aspect aspect, String device, String before, String after) {
    @Override
    public String toString() {
      return "other %s: %s, was %s".formatted(aspect.title(), after, before);
    }
  }

  /**
   * @param accepted aspects that may differ
   */
  public static Comparability of(RunRecord before, RunRecord after, Set<Aspect> accepted) {
    List<Difference> differences = new ArrayList<>();
    Map<Aspect, String> from = aspects(before.machine());
    Map<Aspect, String> to = aspects(after.machine());
    for (Aspect aspect : EnumSet.complementOf(EnumSet.copyOf(Aspect.OF_DEVICES))) {
      add(differences, aspect, "", from.get(aspect), to.get(aspect));
    }
    addAccelerators(differences, accelerators(before.machine()), accelerators(after.machine()));
    addOfDevices(differences, Aspect.DRIVER, before, after, AcceleratorDevice::driver);
    DETAILS.forEach((detail, aspect) ->
        addOfDevices(differences, aspect, before, after, device -> device.details().get(detail)));
    return new Comparability(
        differences.stream().filter(each -> !accepted.contains(each.aspect())).toList(),
        before.invocation().seed() != after.invocation().seed());
  }

  /**
   * Which of several a case ran on only its driver knows, so any of them counts; where a side knows
   * of none, its probe may have been blind.
   */
  private static void addAccelerators(List<Difference> differences, String before, String after) {
    if (!before.isEmpty() && !after.isEmpty()) {
      add(differences, Aspect.ACCELERATOR, after, before, after);
    }
  }

  /** Names, each as often as it is there. */
  private static String accelerators(Machine machine) {
    return machine.devices().stream()
        .filter(device -> !device.kind().equals("display"))
        .flatMap(device -> device.name().asOptional().stream())
        .sorted()
        .collect(Collectors.joining(" and "));
  }

  /** What is unknown on one side cannot be said to differ. */
  private static void add(
      List<Difference> differences, Aspect aspect, String device, String before, String after) {
    if (before != null && after != null && !before.equals(after)) {
      differences.add(new Difference(aspect, device, before, after));
    }
  }

  private static Map<Aspect, String> aspects(Machine machine) {
    Map<Aspect, String> known = new TreeMap<>();
    Machine.Cpu cpu = machine.cpu();
    put(known, Aspect.PROCESSOR, processor(cpu));
    put(known, Aspect.CORES, cpu.logicalCores().map(String::valueOf));
    // Firmware and kernel keep a different bit of it at each boot.
    put(
        known,
        Aspect.MEMORY,
        machine.memory().totalBytes().map(bytes -> Math.round(bytes / 0x1p30) + " GiB"));
    put(known, Aspect.FIRMWARE, cpu.microcode());
    put(known, Aspect.GOVERNOR, cpu.governor());
    put(known, Aspect.BOOST, cpu.boost());
    put(known, Aspect.HUGE_PAGES, machine.memory().transparentHugePages());
    put(known, Aspect.KERNEL, machine.host().kernel());
    put(known, Aspect.VIRTUALISATION, machine.host().virtualisation());
    return known;
  }

  private static Reading<String> processor(Machine.Cpu cpu) {
    return cpu.name()
        .map(name ->
            name
                + List.of(cpu.family(), cpu.model(), cpu.stepping()).stream()
                    .flatMap(each -> each.asOptional().stream())
                    .collect(Collectors.joining(".", " ", "")));
  }

  private static void put(Map<Aspect, String> known, Aspect aspect, Reading<String> reading) {
    reading.asOptional().ifPresent(value -> known.put(aspect, value));
  }

  private static void addOfDevices(
      List<Difference> differences,
      Aspect aspect,
      RunRecord before,
      RunRecord after,
      Function<AcceleratorDevice, Reading<String>> fact) {
    Map<String, String> from = byName(before.machine(), fact);
    byName(after.machine(), fact)
        .forEach((device, value) -> add(differences, aspect, device, from.get(device), value));
  }

  /**
   * By name, since addresses change with the slot; several of one name have their values joined.
   */
  private static Map<String, String> byName(
      Machine machine, Function<AcceleratorDevice, Reading<String>> fact) {
    Map<String, String> facts = new TreeMap<>();
    for (AcceleratorDevice device : machine.devices()) {
      Optional<String> name = device.name().asOptional();
      Reading<String> value = fact.apply(device);
      if (name.isPresent()
          && value instanceof Reading.Present<String>(String own, String unit, var s)) {
        String shown = unit.isEmpty() ? own : own + " " + unit;
        facts.merge(name.get(), shown, (a, b) -> a.equals(b) ? a : a + " and " + b);
      }
    }
    return facts;
  }

  /** Why this case cannot be compared. */
  Optional<String> fault(Key key) {
    String found =
        differences.stream()
            .filter(each -> each.device().isEmpty() || !key.device().startsWith("cpu"))
            .map(Difference::toString)
            .collect(Collectors.joining("; "));
    return found.isEmpty() ? Optional.empty() : Optional.of(found);
  }
}
