package assay.reports.text;

import assay.probe.Machine;
import assay.probe.Reading;
import assay.reports.record.RunRecord;
import assay.reports.summary.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What machine, in words; the same everywhere. */
public final class MachineLine {

  private MachineLine() {}

  /** For instance {@code AMD EPYC 7763, 2 cores, 24 GiB, Debian GNU/Linux 13}. */
  public static String of(RunRecord run) {
    Machine machine = run.machine();
    List<String> parts = new ArrayList<>(names(run));
    addHost(parts, machine);
    return String.join(", ", parts);
  }

  /** The same of the host alone. */
  public static String of(Machine machine) {
    List<String> parts = new ArrayList<>(List.of(cpu(machine)));
    addHost(parts, machine);
    return String.join(", ", parts);
  }

  private static void addHost(List<String> parts, Machine machine) {
    value(machine.cpu().logicalCores()).ifPresent(n -> parts.add(n + " logical cores"));
    value(machine.memory().totalBytes()).ifPresent(bytes -> parts.add(Units.bytes(bytes)));
    value(machine.host().os()).ifPresent(os -> parts.add(Plain.of(os)));
  }

  /** For headings: the CPU and the devices that cases ran on, {@code AMD EPYC 7763 and H200}. */
  public static String chips(RunRecord run) {
    List<String> names = names(run);
    String last = names.removeLast();
    return names.isEmpty() ? last : String.join(", ", names) + " and " + last;
  }

  private static List<String> names(RunRecord run) {
    List<String> names = new ArrayList<>(List.of(cpu(run)));
    run.cases().stream()
        .flatMap(each -> run.accelerator(each.key().device()).stream())
        .distinct()
        .forEach(own -> names.add(Plain.of(own.name())));
    return names;
  }

  /** The CPU's own name, or what is known of it. */
  public static String cpu(RunRecord run) {
    return cpu(run.machine());
  }

  private static String cpu(Machine machine) {
    Machine.Cpu cpu = machine.cpu();
    return value(cpu.name())
        .or(() -> value(cpu.architecture()).map(each -> each + " CPU"))
        .map(Plain::of)
        .filter(name -> !name.isEmpty())
        .orElse("unnamed CPU");
  }

  /** Day and profile: {@code 2026-03-04, quick profile}. */
  public static String when(RunRecord run) {
    String started = Plain.of(run.invocation().startedAt());
    String day = started.length() >= 10 ? started.substring(0, 10) : started;
    return "%s, %s profile".formatted(day, Plain.of(run.invocation().profile()));
  }

  /** Empty for a reading that an older record does not have at all. */
  public static <T> Optional<T> value(Reading<T> reading) {
    return reading == null ? Optional.empty() : reading.asOptional();
  }

  /** The value as text, or why there is none. */
  public static String shown(Reading<?> reading) {
    return switch (reading) {
      case null -> "not in this record";
      case Reading.Present<?>(Object value, String unit, String source) ->
          Plain.of(value + (unit.isEmpty() ? "" : " " + unit));
      case Reading.Unavailable<?>(String reason) -> Plain.of(reason);
    };
  }
}
