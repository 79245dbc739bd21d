package assay.kernels.vulkan;

import static org.lwjgl.vulkan.VK10.VK_ERROR_INCOMPATIBLE_DRIVER;
import static org.lwjgl.vulkan.VK10.vkCreateInstance;
import static org.lwjgl.vulkan.VK10.vkEnumeratePhysicalDevices;
import static org.lwjgl.vulkan.VK12.VK_API_VERSION_1_2;
import static org.lwjgl.vulkan.VK13.VK_API_VERSION_1_3;

import assay.kernels.binding.LibraryFolders;
import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.device.DriverException;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VK;
import org.lwjgl.vulkan.VkApplicationInfo;
import org.lwjgl.vulkan.VkInstance;
import org.lwjgl.vulkan.VkInstanceCreateInfo;
import org.lwjgl.vulkan.VkPhysicalDevice;

/** This process' connection to Vulkan; it stays as long as the process. */
final class VulkanInstance {

  private final VkInstance handle;

  private VulkanInstance(VkInstance handle) {
    this.handle = handle;
  }

  /**
   * Loads what there is and starts it, which loads every driver.
   *
   * @param cache folder for LWJGL's library
   * @throws UnusableLibraryException when there is no Vulkan loader or it cannot be trusted
   * @throws DriverException when it does not start
   */
  static VulkanInstance open(LibraryFolders folders, Path cache) throws UnusableLibraryException {
    VulkanLibrary.load(folders, cache);
    int version = VK.getInstanceVersionSupported();
    if (version < VK_API_VERSION_1_2) {
      throw new UnusableLibraryException(
          "the Vulkan loader speaks version %s; 1.2 is the least".formatted(text(version)));
    }
    try (MemoryStack stack = MemoryStack.stackPush()) {
      var application =
          VkApplicationInfo.calloc(stack)
              .sType$Default()
              .apiVersion(Math.min(version, VK_API_VERSION_1_3));
      var info = VkInstanceCreateInfo.calloc(stack).sType$Default().pApplicationInfo(application);
      PointerBuffer instance = stack.mallocPointer(1);
      Calls.check(vkCreateInstance(info, null, instance), "vkCreateInstance");
      return new VulkanInstance(new VkInstance(instance.get(0), info));
    } catch (DriverException e) {
      if (e.status() == VK_ERROR_INCOMPATIBLE_DRIVER) {
        throw new UnusableLibraryException(
            "the Vulkan loader finds no driver that works; VK_DRIVER_FILES may name its .json");
      }
      throw e;
    }
  }

  /** {@code 1.3.230}. */
  static String text(int version) {
    return "%d.%d.%d".formatted(version >>> 22 & 0x7f, version >>> 12 & 0x3ff, version & 0xfff);
  }

  /** Every device of every driver, those that cannot be used as well. */
  List<PhysicalDevice> devices() {
    try (MemoryStack stack = MemoryStack.stackPush()) {
      IntBuffer count = stack.mallocInt(1);
      Calls.check(vkEnumeratePhysicalDevices(handle, count, null), "vkEnumeratePhysicalDevices");
      PointerBuffer found = stack.mallocPointer(Math.max(1, count.get(0)));
      Calls.check(vkEnumeratePhysicalDevices(handle, count, found), "vkEnumeratePhysicalDevices");
      List<PhysicalDevice> devices = new ArrayList<>();
      for (int i = 0; i < count.get(0); i++) {
        devices.add(DeviceReader.read(new VkPhysicalDevice(found.get(i), handle), i));
      }
      return List.copyOf(devices);
    }
  }
}
