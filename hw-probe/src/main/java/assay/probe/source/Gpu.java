package assay.probe.source;

import assay.probe.Root;
import assay.probe.device.PciFunction;
import java.util.List;
import java.util.Set;

/**
 * A GPU that a driver of the kernel's graphics subsystem serves.
 *
 * @param folder {@code /sys/class/drm/card1}
 * @param device folder of the PCI device
 * @param address on PCI
 */
record Gpu(String folder, String device, String address) {

  private static final String DRM = "/sys/class/drm";

  static List<Gpu> servedBy(Root root, Set<String> drivers) {
    return root.names(DRM).stream()
        .filter(name -> name.matches("card\\d+"))
        .map(name -> DRM + "/" + name)
        .filter(card ->
            drivers.contains(root.properties(card + "/device/uevent").getOrDefault("DRIVER", "")))
        .map(card -> of(root, card))
        .toList();
  }

  private static Gpu of(Root root, String card) {
    String address = root.properties(card + "/device/uevent").getOrDefault("PCI_SLOT_NAME", "");
    String pci = PciFunction.DEVICES + address;
    boolean shown = !address.isEmpty() && root.exists(pci);
    return new Gpu(card, shown ? pci : card + "/device", address);
  }
}
