package assay.probe.gpu;

import assay.probe.Root;
import java.util.Optional;

/** Where Linux shows a device of the PCI bus. */
final class PciFolder {

  private PciFolder() {}

  static String of(String address) {
    return "/sys/bus/pci/devices/" + address;
  }

  /** Of the device's own sensors; their number changes with each boot. */
  static Optional<String> hwmon(Root root, String address) {
    String folder = of(address) + "/hwmon";
    return root.names(folder).stream()
        .filter(name -> name.matches("hwmon\\d+"))
        .findFirst()
        .map(name -> folder + "/" + name);
  }
}
