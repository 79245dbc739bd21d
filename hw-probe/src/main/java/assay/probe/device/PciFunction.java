package assay.probe.device;

import assay.probe.Reading;
import assay.probe.Root;
import java.util.Optional;

/**
 * One entry of {@code /sys/bus/pci/devices}.
 *
 * @param address domain:bus:device.function
 * @param classCode 24 bits: base class, subclass, programming interface
 */
public record PciFunction(
    String address,
    Reading<Integer> vendor,
    Reading<Integer> device,
    Reading<Integer> classCode,
    Reading<Integer> revision,
    Reading<String> driver,
    Reading<Integer> numaNode) {

  public static final String DEVICES = "/sys/bus/pci/devices/";

  public static PciFunction read(Root root, String address) {
    String folder = DEVICES + address;
    String driver = root.properties(folder + "/uevent").get("DRIVER");
    return new PciFunction(
        address,
        id(root, folder + "/vendor", 0xffff),
        id(root, folder + "/device", 0xffff),
        id(root, folder + "/class", 0xffffff),
        id(root, folder + "/revision", 0xff),
        driver == null
            ? Reading.absent("no driver is bound to " + address)
            : Reading.of(driver, "", folder + "/uevent"),
        root.number(folder + "/numa_node")
            .flatMap((node, unit, source) ->
                node >= 0 && node < 1 << 16
                    ? Reading.of(node.intValue(), "", source)
                    : Reading.unsupported("firmware states no NUMA node for " + address)));
  }

  /** Base class and subclass, or -1. */
  public int shortClass() {
    return classCode.asOptional().map(code -> code >> 8).orElse(-1);
  }

  /**
   * {@code gpu} or {@code accelerator} where the device says so itself, by PCI code and id
   * assignment specification: 03 display, 0b40 co-processor, 12 accelerator.
   */
  public Optional<String> kind() {
    return kind(shortClass());
  }

  static Optional<String> kind(int shortClass) {
    if (shortClass >> 8 == 0x03) {
      return Optional.of("gpu");
    }
    return shortClass >> 8 == 0x12 || shortClass == 0x0b40
        ? Optional.of("accelerator")
        : Optional.empty();
  }

  private static Reading<Integer> id(Root root, String path, int max) {
    return root.number(path)
        .flatMap((value, unit, source) ->
            value >= 0 && value <= max
                ? Reading.of(value.intValue(), "", source)
                : Reading.unreadable(source + " holds " + value + ", not a PCI number"));
  }
}
