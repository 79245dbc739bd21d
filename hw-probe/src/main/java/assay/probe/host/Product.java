package assay.probe.host;

import assay.probe.Reading;
import assay.probe.Root;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What product this is: SMBIOS tables on PCs and servers, the device tree on boards. */
final class Product {

  private static final String DMI = "/sys/class/dmi/id/";

  /** What board makers leave in the fields they should have filled. */
  private static final Set<String> PLACEHOLDERS =
      Set.of(
          "to be filled by o.e.m.",
          "system product name",
          "system manufacturer",
          "default string",
          "not specified",
          "not applicable",
          "none",
          "o.e.m.",
          "oem",
          "empty",
          "unknown",
          "n/a");

  private final Root root;

  Product(Root root) {
    this.root = root;
  }

  Reading<String> model() {
    Reading<String> named =
        joined(DMI + "sys_vendor", DMI + "product_name")
            .or(joined(DMI + "board_vendor", DMI + "board_name"))
            .or(deviceTree())
            .or(joined("/sys/devices/soc0/family", "/sys/devices/soc0/machine"));
    return named.isAbsent()
        ? Reading.absent("neither SMBIOS (" + DMI + ") nor a device tree names the product")
        : named;
  }

  Reading<String> firmware() {
    List<String> parts = new ArrayList<>();
    for (String file : List.of("bios_vendor", "bios_version", "bios_date")) {
      filled(DMI + file).ifPresent(parts::add);
    }
    return parts.isEmpty()
        ? Reading.absent("no " + DMI + "bios_version")
        : Reading.of(String.join(" ", parts), "", DMI + "bios_*");
  }

  private Reading<String> deviceTree() {
    return root.strings("/proc/device-tree/model")
        .flatMap((parts, unit, source) ->
            parts.isEmpty()
                ? Reading.unsupported(source + " is empty")
                : Reading.of(parts.getFirst().strip(), "", source));
  }

  private Reading<String> joined(String vendorPath, String namePath) {
    Optional<String> name = filled(namePath);
    if (name.isEmpty()) {
      return Reading.absent("no product name in " + namePath);
    }
    Optional<String> vendor = filled(vendorPath).filter(v -> !name.get().startsWith(v));
    return Reading.of(vendor.map(v -> v + " ").orElse("") + name.get(), "", namePath);
  }

  private Optional<String> filled(String path) {
    return root.word(path)
        .asOptional()
        .filter(text -> !PLACEHOLDERS.contains(text.toLowerCase(Locale.ROOT)));
  }
}
