package assay.probe.source;

import assay.probe.Root;
import assay.probe.sensor.HwmonChip;
import assay.probe.telemetry.Scope;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a channel of hwmon covers.
 *
 * @param part the same as in other families where it is the same thing: a socket's number, a PCI
 *     address
 */
record HwmonPlace(Scope scope, String part) {

  private static final Set<String> PROCESSOR =
      Set.of("k10temp", "coretemp", "zenpower", "k8temp", "fam15h_power", "cpu_thermal");

  private static final Set<String> CORE_ENERGY = Set.of("zenergy", "amd_energy");

  private static final Set<String> INTEL_GPU = Set.of("i915", "xe");

  private static final Set<String> TENSTORRENT = Set.of("blackhole", "wormhole", "grayskull");

  private static final Pattern LAST_NUMBER = Pattern.compile("(\\d+)\\D*$");

  /** AMD's processors show themselves as PCI devices 18 and on, one for each node. */
  private static final Pattern NODE = Pattern.compile("0000:00:([0-9a-f]{2})\\.\\d");

  /**
   * @param id of the chip
   * @param channel {@code power1}, {@code temp2}
   */
  static HwmonPlace of(Root root, HwmonChip chip, String id, String channel, String label) {
    String address = chip.address();
    if (PROCESSOR.contains(chip.name())) {
      return label.startsWith("SVI2")
          ? new HwmonPlace(Scope.RAIL, label)
          : new HwmonPlace(Scope.PACKAGE, socket(chip, label));
    }
    if (CORE_ENERGY.contains(chip.name())) {
      return new HwmonPlace(label.contains("socket") ? Scope.PACKAGE : Scope.CORE, last(label));
    }
    if (chip.name().equals("amdgpu")) {
      return amdgpu(chip.isAmdProcessor(root), channel, label, address);
    }
    if (chip.name().startsWith("i915_gt")) {
      return new HwmonPlace(Scope.CHIP, address + chip.name().substring(4).replace('_', '/'));
    }
    if (INTEL_GPU.contains(chip.name())) {
      return intelGpu(channel, label, address);
    }
    if (chip.name().equals("power_meter")) {
      return grace(label);
    }
    if (chip.name().startsWith("ina")) {
      return label.startsWith("VDD_IN")
          ? new HwmonPlace(Scope.MODULE, "")
          : new HwmonPlace(Scope.RAIL, label.isEmpty() ? id + "/" + channel : label);
    }
    if (TENSTORRENT.contains(chip.name())) {
      return new HwmonPlace(Scope.CHIP, address);
    }
    return other(chip, id, channel, label);
  }

  private static HwmonPlace amdgpu(
      boolean processor, String channel, String label, String address) {
    if (channel.startsWith("freq")) {
      return new HwmonPlace(label.equals("mclk") ? Scope.MEMORY : Scope.CHIP, address);
    }
    if (channel.startsWith("temp")) {
      return processor
          ? new HwmonPlace(Scope.PACKAGE, "0")
          : new HwmonPlace(label.equals("mem") ? Scope.MEMORY : Scope.CHIP, address);
    }
    // Power of a processor with graphics includes its cores; such machines have one socket.
    return processor ? new HwmonPlace(Scope.PACKAGE, "0") : new HwmonPlace(Scope.BOARD, address);
  }

  /** The first channel is the card and the second the package on it; temperatures likewise. */
  private static HwmonPlace intelGpu(String channel, String label, String address) {
    boolean memory = label.startsWith("vram") || label.startsWith("mctrl");
    boolean chip = label.startsWith("pkg") || channel.endsWith("2") || channel.startsWith("temp");
    return new HwmonPlace(memory ? Scope.MEMORY : chip ? Scope.CHIP : Scope.BOARD, address);
  }

  /** NVIDIA's Grace: "Module Power Socket 0", "Grace ...", "CPU ...", "SysIO ...". */
  private static HwmonPlace grace(String label) {
    String socket = last(label);
    return switch (label.replaceFirst(" .*", "")) {
      case "Module" -> new HwmonPlace(Scope.MODULE, socket);
      case "Grace" -> new HwmonPlace(Scope.PACKAGE, socket);
      case "CPU" -> new HwmonPlace(Scope.CORE, socket);
      case "SysIO" -> new HwmonPlace(Scope.UNCORE, socket);
      default -> new HwmonPlace(Scope.MACHINE, "");
    };
  }

  /** A rail may feed anything, so it is never added to anything. */
  private static HwmonPlace other(HwmonChip chip, String id, String channel, String label) {
    if (channel.startsWith("power") || channel.startsWith("energy")) {
      return chip.name().startsWith("corsairpsu") && label.equals("power total")
          ? new HwmonPlace(Scope.MACHINE, "")
          : new HwmonPlace(Scope.RAIL, id + "/" + channel);
    }
    return chip.address().isEmpty()
        ? new HwmonPlace(Scope.MACHINE, "")
        : new HwmonPlace(Scope.BOARD, chip.address());
  }

  private static String socket(HwmonChip chip, String label) {
    Matcher node = NODE.matcher(chip.address());
    if (label.startsWith("Package id")) {
      return last(label);
    }
    return node.matches()
        ? Integer.toString(Math.max(0, Integer.parseInt(node.group(1), 16) - 0x18))
        : "0";
  }

  private static String last(String label) {
    Matcher number = LAST_NUMBER.matcher(label);
    return number.find() ? number.group(1).replaceFirst("^0+(?=\\d)", "") : "0";
  }
}
