package assay.probe.device;

import assay.probe.Reading;
import assay.probe.Root;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The accelerators among the functions of the PCI bus. */
final class PciDevices {

  private final Root root;
  private final PciIds ids;
  private final PciNames names;
  private final List<String> findings;

  PciDevices(Root root, PciIds ids, List<String> findings) {
    this.root = root;
    this.ids = ids;
    this.names = new PciNames(root);
    this.findings = findings;
  }

  List<Found> read() {
    List<Found> found = new ArrayList<>();
    for (String address : root.names("/sys/bus/pci/devices")) {
      PciFunction function = PciFunction.read(root, address);
      if (!function.vendor().isPresent() && !function.classCode().isPresent()) {
        findings.add(
            "PCI function %s cannot be judged: %s.".formatted(address, reason(function.vendor())));
        continue;
      }
      kind(function).ifPresent(kind -> found.add(describe(function, kind)));
    }
    return found;
  }

  private Optional<PciIds.Entry> entry(PciFunction function) {
    Optional<Integer> vendor = function.vendor().asOptional();
    Optional<Integer> device = function.device().asOptional();
    if (vendor.isEmpty() || device.isEmpty()) {
      return Optional.empty();
    }
    int revision = function.revision().asOptional().orElse(-1);
    return ids.find(vendor.get(), device.get(), revision);
  }

  private Optional<String> kind(PciFunction function) {
    Optional<String> listed =
        entry(function).map(PciIds.Entry::kind).filter(kind -> !kind.equals("vendor"));
    if (listed.isPresent() && (isKnown(function) || !isHelper(function.shortClass()))) {
      return listed;
    }
    return function.kind();
  }

  private boolean isKnown(PciFunction function) {
    return ids.knows(
        function.vendor().asOptional().orElse(-1), function.device().asOptional().orElse(-1));
  }

  /** Bridges, sound, network and USB functions that a maker of accelerators also has. */
  private static boolean isHelper(int shortClass) {
    int base = shortClass >> 8;
    return base == 0x06 || base == 0x02 || shortClass == 0x0403 || shortClass == 0x0c03;
  }

  private Found describe(PciFunction function, String kind) {
    String folder = PciFunction.DEVICES + function.address();
    Found found = new Found(kind, name(function), Reading.of(function.address(), "", folder));
    found.vendorId = function.vendor().map("0x%04x"::formatted);
    found.deviceId = function.device().map("0x%04x"::formatted);
    found.revision = function.revision().map("0x%02x"::formatted);
    found.driver = function.driver();
    found.numaNode = function.numaNode();
    found.addDetails(Map.of("subsystem", subsystem(folder)));
    Reading<PciLink> link = PciLink.read(root, function.address());
    found.link =
        link.flatMap(
            (path, unit, source) -> Reading.of(path.text(), "", folder + "/current_link_*"));
    link.asOptional().filter(PciLink::isNarrow).ifPresent(narrow -> reportNarrow(found, narrow));
    return found;
  }

  /** Who built the card, which the chip's own ids do not tell. */
  private Reading<String> subsystem(String folder) {
    return root.number(folder + "/subsystem_vendor")
        .flatMap((vendor, unit, source) ->
            root.number(folder + "/subsystem_device")
                .flatMap((device, u, s) ->
                    Reading.of("%04x:%04x".formatted(vendor, device), "", source)));
  }

  private void reportNarrow(Found found, PciLink link) {
    findings.add(
        "%s has a link of x%d where the device can do x%d%s: look at slot, riser and lane split."
            .formatted(
                found.label(),
                link.width(),
                link.maxWidth(),
                found.address.asOptional().orElse("").equals(link.at())
                    ? ""
                    : ", narrowest at " + link.at()));
  }

  private Reading<String> name(PciFunction function) {
    if (isKnown(function)) {
      return Reading.of(entry(function).orElseThrow().name(), "", "accelerators.ids");
    }
    if (function.vendor() instanceof Reading.Present<Integer>(Integer vendor, var u, var s)
        && function.device() instanceof Reading.Present<Integer>(Integer device, var u2, var s2)) {
      Optional<PciNames.Name> installed = names.find(vendor, device);
      if (installed.isPresent()) {
        return Reading.of(installed.get().text(), "", installed.get().source());
      }
      String maker = ids.vendor(vendor).orElse("vendor %04x".formatted(vendor));
      return Reading.of("%s device %04x".formatted(maker, device), "", "PCI id");
    }
    return Reading.unreadable("vendor or device id of " + function.address());
  }

  private static String reason(Reading<?> reading) {
    return reading instanceof Reading.Unavailable<?>(String reason) ? reason : "";
  }
}
