package assay.kernels.vulkan;

import assay.kernels.Device;
import assay.kernels.DeviceMemory;
import java.util.Optional;
import org.lwjgl.vulkan.VK12;
import org.lwjgl.vulkan.VkPhysicalDevice;

/**
 * What a driver tells of a device before anything is started on it.
 *
 * @param index in the loader's order
 * @param name as its maker calls it
 * @param kind for people: discrete GPU, integrated GPU, CPU …
 * @param driver its name, its own version, and that of Vulkan
 * @param version of Vulkan that the device speaks, in Vulkan's packing
 * @param pciAddress as Linux writes it; empty where it is on no PCI bus or does not tell
 * @param memoryBytes of the largest heap of the device's own
 * @param freeBytes when the device was listed; memoryBytes where it does not tell
 * @param queueFamily of the queue that kernels are put into; -1 for none
 */
record PhysicalDevice(
    VkPhysicalDevice handle,
    int index,
    String name,
    String kind,
    String driver,
    int version,
    String pciAddress,
    long memoryBytes,
    long freeBytes,
    int queueFamily,
    DeviceLimits limits,
    Capabilities capabilities) {

  static final String CPU = "CPU";

  /** {@code vulkan0}. */
  String id() {
    return "vulkan" + index;
  }

  /** Whether the host's own processor computes, as with lavapipe. */
  boolean isHost() {
    return kind.equals(CPU);
  }

  /** As backends list it; Vulkan does not tell of caches. */
  Device listed() {
    var memory = new DeviceMemory(pciAddress, memoryBytes, freeBytes, 0);
    String text = isHost() ? name + " (CPU)" : name;
    return new Device(id(), text, Optional.of(memory), isHost());
  }

  /** Why kernels cannot run on it, as the end of a sentence that begins with its name. */
  Optional<String> problem() {
    if (version < VK12.VK_API_VERSION_1_2) {
      return Optional.of(
          "speaks Vulkan %s; 1.2 is the least".formatted(VulkanInstance.text(version)));
    }
    if (queueFamily < 0) {
      return Optional.of("has no queue for compute shaders");
    }
    return memoryBytes == 0 ? Optional.of("says that it has 0 bytes of memory") : Optional.empty();
  }
}
