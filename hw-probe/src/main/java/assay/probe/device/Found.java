package assay.probe.device;

import assay.probe.Machine.AcceleratorDevice;
import assay.probe.Reading;
import assay.probe.Root;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A device while the sources still add to it. */
final class Found {

  private static final String NOT_PCI = "not a PCI device";

  String kind;
  Reading<String> name;
  final Reading<String> address;
  Reading<String> vendorId = Reading.absent(NOT_PCI);
  Reading<String> deviceId = Reading.absent(NOT_PCI);
  Reading<String> revision = Reading.absent(NOT_PCI);
  Reading<String> driver = Reading.absent("no driver is named");
  Reading<String> link = Reading.absent(NOT_PCI);
  Reading<Integer> numaNode = Reading.absent(NOT_PCI);
  final TreeSet<String> nodes = new TreeSet<>();
  final Map<String, Reading<String>> details = new TreeMap<>();

  Found(String kind, Reading<String> name, Reading<String> address) {
    this.kind = kind;
    this.name = name;
    this.address = address;
  }

  boolean isAt(String place) {
    return address.asOptional().filter(place::equals).isPresent();
  }

  /** Keeps what the driver says; a file that this driver does not have is no loss to report. */
  void addDetail(Root root, String key, String path) {
    Reading<String> value = root.word(path);
    if (!value.isAbsent()) {
      details.putIfAbsent(key, value);
    }
  }

  /** Of two sources the one that has a value counts, else the first. */
  void addDetails(Map<String, Reading<String>> more) {
    more.forEach((key, value) -> details.merge(key, value, Reading::or));
  }

  /** Name and address, as sentences about it begin. */
  String label() {
    return "%s at %s"
        .formatted(name.asOptional().orElse("A device"), address.asOptional().orElse("?"));
  }

  AcceleratorDevice toDevice() {
    return new AcceleratorDevice(
        kind,
        name,
        address,
        vendorId,
        deviceId,
        revision,
        driver,
        link,
        numaNode,
        List.copyOf(nodes),
        Collections.unmodifiableMap(new TreeMap<>(details)));
  }
}
