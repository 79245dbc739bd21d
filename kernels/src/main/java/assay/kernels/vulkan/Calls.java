package assay.kernels.vulkan;

import static org.lwjgl.vulkan.VK10.VK_ERROR_DEVICE_LOST;
import static org.lwjgl.vulkan.VK10.VK_ERROR_EXTENSION_NOT_PRESENT;
import static org.lwjgl.vulkan.VK10.VK_ERROR_FEATURE_NOT_PRESENT;
import static org.lwjgl.vulkan.VK10.VK_ERROR_FRAGMENTED_POOL;
import static org.lwjgl.vulkan.VK10.VK_ERROR_INCOMPATIBLE_DRIVER;
import static org.lwjgl.vulkan.VK10.VK_ERROR_INITIALIZATION_FAILED;
import static org.lwjgl.vulkan.VK10.VK_ERROR_LAYER_NOT_PRESENT;
import static org.lwjgl.vulkan.VK10.VK_ERROR_MEMORY_MAP_FAILED;
import static org.lwjgl.vulkan.VK10.VK_ERROR_OUT_OF_DEVICE_MEMORY;
import static org.lwjgl.vulkan.VK10.VK_ERROR_OUT_OF_HOST_MEMORY;
import static org.lwjgl.vulkan.VK10.VK_ERROR_TOO_MANY_OBJECTS;
import static org.lwjgl.vulkan.VK11.VK_ERROR_OUT_OF_POOL_MEMORY;

import assay.kernels.DeviceLostException;
import assay.kernels.device.DriverException;

/** What Vulkan's calls answer. */
final class Calls {

  private Calls() {}

  /** Throws what a status means; success, and what is no failure, means nothing. */
  static void check(int status, String call) {
    if (status < 0) {
      throw new DriverException(status, what(status, call));
    }
  }

  /**
   * @param device for the message; its name is made only then, for every run comes here
   * @throws DeviceLostException when nothing will work on it in this process any more
   */
  static void check(int status, String call, PhysicalDevice device) {
    if (status == VK_ERROR_DEVICE_LOST) {
      throw new DeviceLostException(device.id(), what(status, call));
    }
    check(status, call);
  }

  private static String what(int status, String call) {
    return "%s: %s (%d)".formatted(call, text(status), status);
  }

  private static String text(int status) {
    return switch (status) {
      case VK_ERROR_OUT_OF_HOST_MEMORY -> "out of host memory";
      case VK_ERROR_OUT_OF_DEVICE_MEMORY -> "out of device memory";
      case VK_ERROR_INITIALIZATION_FAILED -> "initialization failed";
      case VK_ERROR_DEVICE_LOST -> "device lost";
      case VK_ERROR_MEMORY_MAP_FAILED -> "memory cannot be mapped";
      case VK_ERROR_LAYER_NOT_PRESENT -> "layer not present";
      case VK_ERROR_EXTENSION_NOT_PRESENT -> "extension not present";
      case VK_ERROR_FEATURE_NOT_PRESENT -> "feature not present";
      case VK_ERROR_INCOMPATIBLE_DRIVER -> "no driver";
      case VK_ERROR_TOO_MANY_OBJECTS -> "too many objects";
      case VK_ERROR_FRAGMENTED_POOL -> "fragmented pool";
      case VK_ERROR_OUT_OF_POOL_MEMORY -> "out of pool memory";
      default -> "error";
    };
  }

  static boolean isOutOfMemory(DriverException e) {
    return e.status() == VK_ERROR_OUT_OF_DEVICE_MEMORY || e.status() == VK_ERROR_OUT_OF_HOST_MEMORY;
  }
}
