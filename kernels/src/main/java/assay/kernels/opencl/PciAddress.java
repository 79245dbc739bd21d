package assay.kernels.opencl;

import assay.kernels.device.DriverException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Set;

/** Where a device is on the PCI bus, in one of the three ways in which drivers tell it. */
final class PciAddress {

  private static final int BYTES_OF_KHRONOS = 4 * Integer.BYTES;

  /** A type, 17 bytes of nothing, then bus, device and function. */
  private static final int BYTES_OF_AMD = 24;

  private static final int BUS_OF_AMD = 21;
  private static final int PCIE_OF_AMD = 1;

  private PciAddress() {}

  static Optional<String> of(DeviceFacts.Asked ask, Set<String> extensions) {
    try {
      if (extensions.contains("cl_khr_pci_bus_info")) {
        return ofKhronos(ask.bytes(Info.DEVICE_PCI));
      }
      if (extensions.contains("cl_nv_device_attribute_query")) {
        return Optional.of(ofNvidia(ask));
      }
      return extensions.contains("cl_amd_device_attribute_query")
          ? ofAmd(ask.bytes(Info.DEVICE_TOPOLOGY_AMD))
          : Optional.empty();
    } catch (DriverException e) {
      // The extension is named and not there: the device has no address then.
      return Optional.empty();
    }
  }

  static Optional<String> ofKhronos(byte[] info) {
    if (info.length < BYTES_OF_KHRONOS) {
      return Optional.empty();
    }
    ByteBuffer numbers = ByteBuffer.wrap(info).order(ByteOrder.nativeOrder());
    return Optional.of(
        text(numbers.getInt(0), numbers.getInt(4), numbers.getInt(8), numbers.getInt(12)));
  }

  private static String ofNvidia(DeviceFacts.Asked ask) {
    int domain = ask.optionalNumber(Info.DEVICE_PCI_DOMAIN_NVIDIA).orElse(0L).intValue();
    int slot = (int) ask.number(Info.DEVICE_PCI_SLOT_NVIDIA);
    return text(domain, (int) ask.number(Info.DEVICE_PCI_BUS_NVIDIA), slot >> 3, slot & 7);
  }

  static Optional<String> ofAmd(byte[] topology) {
    if (topology.length < BYTES_OF_AMD
        || ByteBuffer.wrap(topology).order(ByteOrder.nativeOrder()).getInt(0) != PCIE_OF_AMD) {
      return Optional.empty();
    }
    return Optional.of(
        text(0, topology[BUS_OF_AMD] & 0xff, topology[BUS_OF_AMD + 1], topology[BUS_OF_AMD + 2]));
  }

  private static String text(int domain, int bus, int device, int function) {
    return "%04x:%02x:%02x.%x".formatted(domain, bus, device, function);
  }
}
