package assay.probe.device;

import assay.probe.Reading;
import assay.probe.Root;

/** What drivers tell about their device beyond its address: serial, firmware, memory. */
final class DriverDetails {

  private final Root root;

  DriverDetails(Root root) {
    this.root = root;
  }

  /**
   * @param folder of the device's entry in a kernel class
   */
  void addTo(Found device, String folder) {
    // Tenstorrent's driver puts its attributes beside the entry, not below device.
    device.addDetail(root, "card type", folder + "/tt_card_type");
    device.addDetail(root, "serial", folder + "/tt_serial");
    device.addDetail(root, "asic id", folder + "/tt_asic_id");
    device.addDetail(root, "firmware", folder + "/tt_fw_bundle_ver");
    // amdgpu
    device.addDetail(root, "serial", folder + "/device/serial_number");
    device.addDetail(root, "product", folder + "/device/product_name");
    device.addDetail(root, "unique id", folder + "/device/unique_id");
    device.addDetail(root, "memory bytes", folder + "/device/mem_info_vram_total");
    // amdxdna and habanalabs
    device.addDetail(root, "firmware", folder + "/device/fw_version");
    device.addDetail(root, "type", folder + "/device/device_type");
    // ivpu
    device.addDetail(root, "scheduler", folder + "/device/sched_mode");
  }

  /** NVIDIA's driver has no class entry; it lists its GPUs by PCI address. */
  void addNvidia(Found device) {
    String address = device.address.asOptional().orElse("");
    String path = "/proc/driver/nvidia/gpus/" + address + "/information";
    for (String line : root.lines(path).asOptional().orElse(java.util.List.of())) {
      int colon = line.indexOf(':');
      String value = colon < 0 ? "" : line.substring(colon + 1).strip();
      switch (colon < 0 ? "" : line.substring(0, colon).strip()) {
        case "Model" -> device.details.put("product", Reading.of(value, "", path));
        case "GPU UUID" -> device.details.put("unique id", Reading.of(value, "", path));
        case "Video BIOS" -> device.details.put("vbios", Reading.of(value, "", path));
        case "GPU Firmware" -> device.details.put("firmware", Reading.of(value, "", path));
        case "Device Minor" -> device.nodes.add("/dev/nvidia" + value);
        default -> {}
      }
    }
  }
}
