package assay.probe.host;

import assay.probe.Reading;
import assay.probe.Root;
import assay.probe.cpu.CpuInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether figures come from a virtual machine or a container, and of which kind. */
final class Virtualisation {

  private static final List<String> DMI =
      List.of("sys_vendor", "product_name", "board_vendor", "bios_vendor");

  /**
   * What hypervisors write into SMBIOS; "Amazon EC2" also stands on bare metal, so it is not here.
   */
  private static final Map<String, String> DMI_SIGNS = signs();

  private final Root root;
  private final CpuInfo cpuInfo;

  Virtualisation(Root root, CpuInfo cpuInfo) {
    this.root = root;
    this.cpuInfo = cpuInfo;
  }

  Reading<String> hypervisor() {
    return root.word("/sys/hypervisor/type")
        .or(windowsSubsystem())
        .or(smbios())
        .or(deviceTree())
        .or(clock())
        .or(cpuFlag());
  }

  Reading<String> container() {
    if (root.exists("/.dockerenv")) {
      return Reading.of("docker", "", "/.dockerenv");
    }
    if (root.exists("/run/.containerenv")) {
      return Reading.of("podman", "", "/run/.containerenv");
    }
    Reading<String> groups = root.text("/proc/self/cgroup");
    return root.word("/run/systemd/container")
        .or(groups.flatMap((text, unit, source) -> groupSign(text, source)));
  }

  private static Reading<String> groupSign(String text, String source) {
    for (String sign : List.of("kubepods", "docker", "libpod", "lxc", "containerd")) {
      if (text.contains(sign)) {
        return Reading.of(sign, "", source);
      }
    }
    return Reading.of("none", "", source);
  }

  private Reading<String> windowsSubsystem() {
    return root.word("/proc/sys/kernel/osrelease")
        .flatMap((release, unit, source) ->
            release.toLowerCase(java.util.Locale.ROOT).contains("microsoft")
                ? Reading.of("WSL (Hyper-V)", "", source)
                : Reading.absent("not WSL"));
  }

  private Reading<String> smbios() {
    for (String field : DMI) {
      String path = "/sys/class/dmi/id/" + field;
      Optional<String> text = root.word(path).asOptional();
      for (var sign : DMI_SIGNS.entrySet()) {
        if (text.isPresent() && text.get().contains(sign.getKey())) {
          return Reading.of(sign.getValue(), "", path);
        }
      }
    }
    return Reading.absent("no hypervisor's name in SMBIOS");
  }

  private Reading<String> deviceTree() {
    return root.strings("/proc/device-tree/hypervisor/compatible")
        .map(parts ->
            parts.isEmpty()
                ? "hypervisor"
                : parts.getFirst().replace("linux,", "").toUpperCase(java.util.Locale.ROOT));
  }

  /** Small virtual machines have no SMBIOS, yet the guest's clock gives its host away. */
  private Reading<String> clock() {
    String path = "/sys/devices/system/clocksource/clocksource0/available_clocksource";
    return root.word(path)
        .flatMap((clocks, unit, source) ->
            clocks.contains("kvm-clock")
                ? Reading.of("KVM", "", source)
                : clocks.contains("hyperv")
                    ? Reading.of("Hyper-V", "", source)
                    : Reading.absent("no paravirtual clock"));
  }

  private Reading<String> cpuFlag() {
    Optional<String> flags = cpuInfo.first("flags");
    if (flags.isPresent()) {
      boolean guest = List.of(flags.get().split("\\s+")).contains("hypervisor");
      return Reading.of(guest ? "hypervisor of unknown kind" : "none", "", "/proc/cpuinfo");
    }
    // Other architectures have no such flag; a product name without a hypervisor's is the best
    // sign.
    Reading<String> product = new Product(root).model();
    return product.isPresent()
        ? Reading.of("none", "", "no sign of a hypervisor")
        : Reading.unsupported("nothing here tells a virtual machine from bare metal");
  }

  private static Map<String, String> signs() {
    Map<String, String> signs = new LinkedHashMap<>();
    signs.put("KVM", "KVM");
    signs.put("QEMU", "QEMU");
    signs.put("VMware", "VMware");
    signs.put("VirtualBox", "VirtualBox");
    signs.put("innotek", "VirtualBox");
    signs.put("Xen", "Xen");
    signs.put("Virtual Machine", "Hyper-V");
    signs.put("Google Compute Engine", "KVM (Google)");
    signs.put("OpenStack", "KVM (OpenStack)");
    signs.put("Parallels", "Parallels");
    signs.put("Bochs", "Bochs");
    return java.util.Collections.unmodifiableMap(signs);
  }
}
