package assay.bench.plan;

import assay.kernels.Device;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the device that a user names by its id, its number, its address on the PCI bus, or a part
 * of its name.
 */
public final class DeviceChoice {

  private DeviceChoice() {}

  /** Empty when there is none, or a part of a name is of several. */
  public static Optional<Device> among(List<Device> devices, String text) {
    return only(devices, device -> device.id().equals(text))
        .or(() -> only(devices, device -> isNumber(device, text)))
        .or(() -> only(devices, device -> isAddress(device, text)))
        .or(() -> only(devices, device -> lower(device.name()).contains(lower(text))));
  }

  private static Optional<Device> only(List<Device> devices, Predicate<Device> wanted) {
    List<Device> found = devices.stream().filter(wanted).toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /** Ids end in the driver's number, which is not the place in a list that leaves some out. */
  private static boolean isNumber(Device device, String text) {
    return text.matches("\\d{1,4}") && device.id().matches(".*\\D" + text);
  }

  /** With its domain or without, which is 0 on most machines. */
  private static boolean isAddress(Device device, String text) {
    String address = device.memory().map(memory -> memory.pciAddress()).orElse("");
    return !address.isEmpty()
        && (address.equals(lower(text)) || address.equals("0000:" + lower(text)));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
