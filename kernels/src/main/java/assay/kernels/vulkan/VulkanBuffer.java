package assay.kernels.vulkan;

import static org.lwjgl.vulkan.VK10.VK_SHARING_MODE_EXCLUSIVE;
import static org.lwjgl.vulkan.VK10.VK_WHOLE_SIZE;
import static org.lwjgl.vulkan.VK10.vkAllocateMemory;
import static org.lwjgl.vulkan.VK10.vkBindBufferMemory;
import static org.lwjgl.vulkan.VK10.vkCreateBuffer;
import static org.lwjgl.vulkan.VK10.vkDestroyBuffer;
import static org.lwjgl.vulkan.VK10.vkFreeMemory;
import static org.lwjgl.vulkan.VK10.vkGetBufferMemoryRequirements;
import static org.lwjgl.vulkan.VK10.vkGetPhysicalDeviceMemoryProperties;
import static org.lwjgl.vulkan.VK10.vkMapMemory;

import assay.kernels.device.DriverException;
import java.lang.foreign.MemorySegment;
import java.nio.LongBuffer;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.vulkan.VkBufferCreateInfo;
import org.lwjgl.vulkan.VkMemoryAllocateInfo;
import org.lwjgl.vulkan.VkMemoryRequirements;
import org.lwjgl.vulkan.VkPhysicalDeviceMemoryProperties;

/** A buffer with an allocation of its own. */
final class VulkanBuffer implements AutoCloseable {

  private final VulkanContext context;
  private final long bytes;
  private long handle = MemoryUtil.NULL;
  private long memory = MemoryUtil.NULL;

  private VulkanBuffer(VulkanContext context, long bytes) {
    this.context = context;
    this.bytes = bytes;
  }

  /**
   * @param properties that its memory has, of several kinds the one with the largest heap
   * @throws DriverException when the device has not that much, or no such memory
   */
  static VulkanBuffer of(VulkanContext context, long bytes, int usage, int properties) {
    VulkanBuffer buffer = new VulkanBuffer(context, bytes);
    try {
      buffer.allocate(usage, properties);
      return buffer;
    } catch (RuntimeException e) {
      buffer.close();
      throw e;
    }
  }

  private void allocate(int usage, int properties) {
    try (MemoryStack stack = MemoryStack.stackPush()) {
      LongBuffer made = stack.mallocLong(1);
      var info =
          VkBufferCreateInfo.calloc(stack)
              .sType$Default()
              .size(bytes)
              .usage(usage)
              .sharingMode(VK_SHARING_MODE_EXCLUSIVE);
      context.check(vkCreateBuffer(context.device(), info, null, made), "vkCreateBuffer");
      handle = made.get(0);
      var needs = VkMemoryRequirements.malloc(stack);
      vkGetBufferMemoryRequirements(context.device(), handle, needs);
      var allocation =
          VkMemoryAllocateInfo.calloc(stack)
              .sType$Default()
              .allocationSize(needs.size())
              .memoryTypeIndex(type(needs.memoryTypeBits(), properties, stack));
      context.check(vkAllocateMemory(context.device(), allocation, null, made), "vkAllocateMemory");
      memory = made.get(0);
      context.check(vkBindBufferMemory(context.device(), handle, memory, 0), "vkBindBufferMemory");
    }
  }

  /** A discrete GPU may have a second local heap, a small window that the host sees. */
  private int type(int allowed, int properties, MemoryStack stack) {
    var all = VkPhysicalDeviceMemoryProperties.malloc(stack);
    vkGetPhysicalDeviceMemoryProperties(context.physical().handle(), all);
    int best = -1;
    long most = -1;
    for (int i = 0; i < all.memoryTypeCount(); i++) {
      var one = all.memoryTypes(i);
      long heap = all.memoryHeaps(one.heapIndex()).size();
      boolean fits = (allowed >>> i & 1) != 0 && (one.propertyFlags() & properties) == properties;
      if (fits && heap > most) {
        best = i;
        most = heap;
      }
    }
    if (best < 0) {
      throw new DriverException(
          0, "%s has no memory with properties %d".formatted(context.physical().id(), properties));
    }
    return best;
  }

  long handle() {
    return handle;
  }

  long bytes() {
    return bytes;
  }

  /** Of memory that the host sees: all of it, as long as the buffer. */
  MemorySegment map() {
    try (MemoryStack stack = MemoryStack.stackPush()) {
      PointerBuffer address = stack.mallocPointer(1);
      context.check(
          vkMapMemory(context.device(), memory, 0, VK_WHOLE_SIZE, 0, address), "vkMapMemory");
      return MemorySegment.ofAddress(address.get(0)).reinterpret(bytes);
    }
  }

  /** Idempotent. */
  @Override
  public void close() {
    vkDestroyBuffer(context.device(), handle, null);
    vkFreeMemory(context.device(), memory, null);
    handle = MemoryUtil.NULL;
    memory = MemoryUtil.NULL;
  }
}
