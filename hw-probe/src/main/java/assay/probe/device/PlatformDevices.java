package assay.probe.device;

import assay.probe.Reading;
import assay.probe.Root;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Accelerators among the platform devices, which the kernel makes from enabled device-tree nodes.
 */
final class PlatformDevices {

  private static final String DEVICES = "/sys/bus/platform/devices";

  private final Root root;

  PlatformDevices(Root root) {
    this.root = root;
  }

  List<Found> read() {
    List<Found> found = new ArrayList<>();
    for (String name : root.names(DEVICES)) {
      String uevent = DEVICES + "/" + name + "/uevent";
      Map<String, String> properties = root.properties(uevent);
      Optional<PciIds.Entry> entry = PlatformIds.find(compatible(properties));
      entry.ifPresent(known -> found.add(describe(known, name, uevent, properties)));
    }
    return found;
  }

  static Found describe(
      PciIds.Entry entry, String name, String uevent, Map<String, String> properties) {
    String path = properties.getOrDefault("OF_FULLNAME", name);
    Found found =
        new Found(
            entry.kind(),
            Reading.of(entry.name(), "", "device tree"),
            Reading.of(path, "", uevent));
    String driver = properties.get("DRIVER");
    found.driver =
        driver == null
            ? Reading.absent("no driver is bound to " + path)
            : Reading.of(driver, "", uevent);
    found.details.put(
        "compatible", Reading.of(String.join(" ", compatible(properties)), "", uevent));
    return found;
  }

  static List<String> compatible(Map<String, String> properties) {
    List<String> all = new ArrayList<>();
    properties.forEach((key, value) -> {
      if (key.matches("OF_COMPATIBLE_\\d+")) {
        all.add(value);
      }
    });
    return all;
  }
}
