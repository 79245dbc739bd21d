package assay.probe.device;

import assay.probe.Root;
import java.util.List;
import java.util.Optional;

/** Names from the pci.ids file that many systems install; for devices our own table lacks. */
final class PciNames {

  private static final List<String> FILES =
      List.of("/usr/share/misc/pci.ids", "/usr/share/hwdata/pci.ids");

  private final Root root;

  PciNames(Root root) {
    this.root = root;
  }

  /** A found name and the file it stands in. */
  record Name(String text, String source) {}

  Optional<Name> find(int vendor, int device) {
    for (String file : FILES) {
      Optional<String> text = root.text(file).asOptional();
      if (text.isPresent()) {
        return find(text.get(), vendor, device).map(name -> new Name(name, file));
      }
    }
    return Optional.empty();
  }

  /** Vendors start a line; their devices follow, each behind one tab. */
  static Optional<String> find(String ids, int vendor, int device) {
    String vendorStart = "%04x  ".formatted(vendor);
    String deviceStart = "\t%04x  ".formatted(device);
    String maker = null;
    for (String line : (Iterable<String>) ids.lines()::iterator) {
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (line.charAt(0) != '\t') {
        if (maker != null) {
          break;
        }
        maker = line.startsWith(vendorStart) ? line.substring(6).strip() : null;
      } else if (maker != null && line.startsWith(deviceStart)) {
        return Optional.of(maker + " " + line.substring(7).strip());
      }
    }
    return Optional.ofNullable(maker).map(name -> "%s device %04x".formatted(name, device));
  }
}
