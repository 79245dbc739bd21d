package assay.probe.sensor;

import assay.probe.Root;
import java.util.Set;

/**
 * One {@code hwmonN} folder: a driver's sensors of one chip.
 *
 * @param name the driver's, for instance k10temp
 * @param address PCI address, device-tree path, or ""
 */
public record HwmonChip(String folder, String name, String address) {

  private static final Set<String> PACKAGE =
      Set.of("k10temp", "coretemp", "zenpower", "k8temp", "fam15h_power", "cpu_thermal", "zenergy");

  private static final Set<String> MEMORY = Set.of("spd5118", "jc42");

  /** Drivers of before Linux 6 may have their files one folder further down, at the device. */
  static HwmonChip read(Root root, String entry) {
    boolean below = !root.exists(entry + "/name") && root.exists(entry + "/device/name");
    return at(root, below ? entry + "/device" : entry, entry);
  }

  private static HwmonChip at(Root root, String folder, String entry) {
    var properties = root.properties(entry + "/device/uevent");
    String address =
        properties.getOrDefault("PCI_SLOT_NAME", properties.getOrDefault("OF_FULLNAME", ""));
    String name = root.word(folder + "/name").asOptional().orElse("unnamed");
    return new HwmonChip(folder, name, address);
  }

  public boolean isIna3221() {
    return name.equals("ina3221");
  }

  /** What the sensor's value covers; decides what may be added to what. */
  String scope(Root root, String label) {
    if (PACKAGE.contains(name)) {
      return label.startsWith("Core ") ? "core" : "package";
    }
    if (MEMORY.contains(name)) {
      return "memory";
    }
    if (name.startsWith("ina2") || isIna3221()) {
      // Jetson's VDD_IN feeds the whole module; the other rails are parts of it.
      return label.startsWith("VDD_IN") ? "module" : "rail";
    }
    if (name.equals("power_meter")) {
      return acpiScope(label);
    }
    if (name.startsWith("BAT")) {
      return "battery";
    }
    if (isAmdProcessor(root)) {
      return "package";
    }
    return address.isEmpty() || name.equals("acpitz") ? "machine" : "device";
  }

  /**
   * Whether this is amdgpu's chip of a processor with graphics: only those have the rail vddnb;
   * there power and temperature include the CPU.
   */
  public boolean isAmdProcessor(Root root) {
    return name.equals("amdgpu") && label(root, "in1").equals("vddnb");
  }

  /** The driver's own name of a channel. */
  public String label(Root root, String channel) {
    String acpi = channel.startsWith("power") ? folder + "/" + channel + "_oem_info" : "";
    return root.word(folder + "/" + channel + "_label")
        .or(root.word(acpi.isEmpty() ? folder + "/" + channel + "_label" : acpi))
        .asOptional()
        .orElse("");
  }

  /** NVIDIA Grace labels its ACPI meters "Module Power Socket 0", "Grace Power Socket 0", ... */
  private static String acpiScope(String label) {
    if (label.startsWith("Module")) {
      return "module";
    }
    return label.startsWith("Grace") || label.startsWith("CPU") ? "package" : "machine";
  }
}
