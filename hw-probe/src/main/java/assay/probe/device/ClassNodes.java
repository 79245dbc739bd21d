package assay.probe.device;

import assay.probe.Reading;
import assay.probe.Root;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Device files by kernel class, each led back to the device it opens.
 *
 * <p>{@code /sys/class/CLASS/NAME/device/uevent} states the PCI address or the device-tree path. In
 * names sysfs writes "!" for the "/" of the device file: {@code tenstorrent!0}.
 */
final class ClassNodes {

  /**
   * @param prefix of the device files
   * @param kind of a device that no other source has found
   */
  private record DeviceClass(String name, String entries, String prefix, String kind) {}

  private static final List<DeviceClass> CLASSES =
      List.of(
          new DeviceClass("accel", "accel\\d+", "/dev/accel/", "accelerator"),
          new DeviceClass("drm", "(card|renderD)\\d+", "/dev/dri/", "gpu"),
          new DeviceClass("tenstorrent", "tenstorrent!\\d+", "/dev/", "npu"),
          new DeviceClass("hailo_chardev", "hailo\\d+", "/dev/", "npu"),
          new DeviceClass("apex", "apex_\\d+", "/dev/", "npu"),
          new DeviceClass("rebellions", "rbln\\d+", "/dev/", "npu"),
          new DeviceClass("neuron_device", "neuron\\d+", "/dev/", "npu"));

  /** Drivers that only show a picture which others have computed. */
  private static final List<String> SCAN_OUT =
      List.of("simple-framebuffer", "simpledrm", "vkms", "efi-framebuffer", "bochs-drm");

  private final Root root;

  ClassNodes(Root root) {
    this.root = root;
  }

  void addTo(List<Found> found) {
    for (DeviceClass deviceClass : CLASSES) {
      for (String entry : root.names("/sys/class/" + deviceClass.name)) {
        if (entry.matches(deviceClass.entries)) {
          add(deviceClass, entry, found);
        }
      }
    }
  }

  private void add(DeviceClass deviceClass, String entry, List<Found> found) {
    String folder = "/sys/class/" + deviceClass.name + "/" + entry;
    String uevent = folder + "/device/uevent";
    Map<String, String> properties = root.properties(uevent);
    String place =
        properties.getOrDefault("PCI_SLOT_NAME", properties.getOrDefault("OF_FULLNAME", folder));
    Found device =
        found.stream()
            .filter(candidate -> candidate.isAt(place))
            .findFirst()
            .orElseGet(() -> addUnknown(deviceClass, place, uevent, properties, found));
    device.nodes.add(deviceClass.prefix + entry.replace('!', '/'));
    new DriverDetails(root).addTo(device, folder);
  }

  private Found addUnknown(
      DeviceClass deviceClass,
      String place,
      String uevent,
      Map<String, String> properties,
      List<Found> found) {
    String driver = properties.getOrDefault("DRIVER", "");
    Optional<PciIds.Entry> known = PlatformIds.find(PlatformDevices.compatible(properties));
    PciIds.Entry entry =
        known.orElse(
            new PciIds.Entry(
                SCAN_OUT.contains(driver) ? "display" : deviceClass.kind,
                driver.isEmpty() ? "unnamed device" : driver + " device"));
    Found device = PlatformDevices.describe(entry, place, uevent, properties);
    if (known.isEmpty()) {
      device.name = Reading.of(entry.name(), "", "kernel class " + deviceClass.name);
    }
    if (PlatformDevices.compatible(properties).isEmpty()) {
      device.details.remove("compatible");
    }
    found.add(device);
    return device;
  }
}
