package assay.kernels.vulkan;

import static org.lwjgl.vulkan.VK10.VK_BUFFER_USAGE_STORAGE_BUFFER_BIT;
import static org.lwjgl.vulkan.VK10.VK_BUFFER_USAGE_TRANSFER_DST_BIT;
import static org.lwjgl.vulkan.VK10.VK_BUFFER_USAGE_TRANSFER_SRC_BIT;
import static org.lwjgl.vulkan.VK10.VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT;

import assay.kernels.KernelUnavailableException;
import assay.kernels.compute.ComputeMemory;
import assay.kernels.compute.Limits;
import assay.kernels.device.DriverException;

/** Memory on the device, in an allocation of its own. */
final class VulkanMemory implements ComputeMemory {

  /** What may be read behind it. */
  static final long SPARE = 16;

  private final VulkanBuffer buffer;
  private final long bytes;

  private VulkanMemory(VulkanBuffer buffer, long bytes) {
    this.buffer = buffer;
    this.bytes = bytes;
  }

  static VulkanMemory allocate(VulkanContext context, long bytes) {
    long size = Limits.up(bytes, Integer.BYTES);
    long all = size + SPARE;
    PhysicalDevice physical = context.physical();
    if (all > physical.limits().allocation()) {
      throw new KernelUnavailableException(
          VulkanDriver.ID,
          "%s allocates %d bytes at most in one piece, not %d"
              .formatted(physical.id(), physical.limits().allocation(), all));
    }
    try {
      int usage =
          VK_BUFFER_USAGE_STORAGE_BUFFER_BIT
              | VK_BUFFER_USAGE_TRANSFER_SRC_BIT
              | VK_BUFFER_USAGE_TRANSFER_DST_BIT;
      return new VulkanMemory(
          VulkanBuffer.of(context, all, usage, VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT), size);
    } catch (DriverException e) {
      if (Calls.isOutOfMemory(e)) {
        throw new KernelUnavailableException(
            VulkanDriver.ID,
            "%s has no %d bytes in one piece, of %d that are free: %s"
                .formatted(
                    physical.id(), all, DeviceReader.freeBytes(physical.handle()), e.getMessage()));
      }
      throw e;
    }
  }

  VulkanBuffer buffer() {
    return buffer;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    buffer.close();
  }
}
