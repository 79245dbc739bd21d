package assay.probe.host;

import assay.probe.Machine.Host;
import assay.probe.Reading;
import assay.probe.Root;
import assay.probe.cpu.CpuInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Names and versions of product, firmware and operating system. */
public final class HostSource {

  private static final String VULNERABILITIES = "/sys/devices/system/cpu/vulnerabilities";

  /**
   * Kernel options that change how fast or how evenly programs run. The others are left out: they
   * say nothing about speed and may hold names and secrets.
   */
  private static final Set<String> TIMING_OPTIONS =
      Set.of(
          "mitigations",
          "isolcpus",
          "nohz_full",
          "nohz",
          "rcu_nocbs",
          "nosmt",
          "maxcpus",
          "nr_cpus",
          "idle",
          "intel_pstate",
          "amd_pstate",
          "processor.max_cstate",
          "intel_idle.max_cstate",
          "cpufreq.default_governor",
          "cpufreq.off",
          "cpuidle.off",
          "transparent_hugepage",
          "hugepages",
          "hugepagesz",
          "default_hugepagesz",
          "numa",
          "numa_balancing",
          "iommu",
          "intel_iommu",
          "amd_iommu",
          "clocksource",
          "tsc",
          "preempt",
          "threadirqs",
          "mem",
          "nospectre_v1",
          "nospectre_v2",
          "nopti",
          "pti",
          "spectre_v2",
          "retbleed",
          "l1tf",
          "mds",
          "nowatchdog",
          "nmi_watchdog",
          "irqaffinity",
          "skew_tick",
          "psi",
          "efi",
          "nokaslr");

  private final Root root;
  private final CpuInfo cpuInfo;

  public HostSource(Root root, CpuInfo cpuInfo) {
    this.root = root;
    this.cpuInfo = cpuInfo;
  }

  public Host read() {
    return new Host(
        root.word("/proc/sys/kernel/hostname").or(root.word("/etc/hostname")),
        new Product(root).model(),
        new Product(root).firmware(),
        operatingSystem(),
        kernel(),
        timingOptions(),
        new Virtualisation(root, cpuInfo).hypervisor(),
        new Virtualisation(root, cpuInfo).container(),
        mitigations());
  }

  private Reading<String> operatingSystem() {
    for (String path : List.of("/etc/os-release", "/usr/lib/os-release")) {
      String name = root.properties(path).get("PRETTY_NAME");
      if (name != null && !name.isBlank()) {
        return Reading.of(name, "", path);
      }
    }
    return root.text("/etc/os-release")
        .flatMap((text, unit, source) -> Reading.absent("no PRETTY_NAME in " + source));
  }

  private Reading<String> kernel() {
    Reading<String> release = root.word("/proc/sys/kernel/osrelease");
    Reading<String> build = root.word("/proc/sys/kernel/version");
    return release
        .map(name -> build.asOptional().map(text -> name + " " + text).orElse(name))
        .or(root.word("/proc/version"));
  }

  private Reading<String> timingOptions() {
    return root.text("/proc/cmdline")
        .flatMap((text, unit, source) -> {
          List<String> kept = new ArrayList<>();
          for (String option : text.split("\\s+")) {
            if (TIMING_OPTIONS.contains(option.replaceFirst("=.*", ""))) {
              kept.add(option);
            }
          }
          return kept.isEmpty()
              ? Reading.absent("no option in " + source + " changes timing")
              : Reading.of(String.join(" ", kept), "", source);
        });
  }

  private Reading<List<String>> mitigations() {
    return root.list(VULNERABILITIES)
        .flatMap((names, unit, source) -> {
          List<String> states = new ArrayList<>();
          for (String name : names) {
            root.word(source + "/" + name)
                .asOptional()
                .ifPresent(state -> states.add(name + ": " + state.replace('\n', ' ')));
          }
          return states.isEmpty()
              ? Reading.unreadable(source + " holds no state that can be read")
              : Reading.of(List.copyOf(states), "", source);
        });
  }
}
