package assay.kernels.vulkan;

import static org.lwjgl.vulkan.VK10.VK_COMMAND_BUFFER_LEVEL_PRIMARY;
import static org.lwjgl.vulkan.VK10.VK_COMMAND_POOL_CREATE_RESET_COMMAND_BUFFER_BIT;
import static org.lwjgl.vulkan.VK10.vkAllocateCommandBuffers;
import static org.lwjgl.vulkan.VK10.vkCreateCommandPool;
import static org.lwjgl.vulkan.VK10.vkFreeCommandBuffers;
import static org.lwjgl.vulkan.VK10.vkGetDeviceQueue;

import java.nio.LongBuffer;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.vulkan.VkCommandBuffer;
import org.lwjgl.vulkan.VkCommandBufferAllocateInfo;
import org.lwjgl.vulkan.VkCommandPoolCreateInfo;
import org.lwjgl.vulkan.VkDevice;
import org.lwjgl.vulkan.VkQueue;
import org.lwjgl.vulkan.VkSubmitInfo;

/** A started device with the one queue that everything runs in; it lasts as long as the process. */
final class VulkanContext {

  private final PhysicalDevice physical;
  private final VkDevice device;
  private final QueueCalls queue;
  private final long pool;

  VulkanContext(PhysicalDevice physical) {
    this.physical = physical;
    device = DeviceStarter.start(physical);
    try (MemoryStack stack = MemoryStack.stackPush()) {
      PointerBuffer found = stack.mallocPointer(1);
      vkGetDeviceQueue(device, physical.queueFamily(), 0, found);
      queue = new QueueCalls(new VkQueue(found.get(0), device));
      var info =
          VkCommandPoolCreateInfo.calloc(stack)
              .sType$Default()
              .flags(VK_COMMAND_POOL_CREATE_RESET_COMMAND_BUFFER_BIT)
              .queueFamilyIndex(physical.queueFamily());
      LongBuffer made = stack.mallocLong(1);
      check(vkCreateCommandPool(device, info, null, made), "vkCreateCommandPool");
      pool = made.get(0);
    }
  }

  PhysicalDevice physical() {
    return physical;
  }

  VkDevice device() {
    return device;
  }

  /** Throws what a status means. */
  void check(int status, String call) {
    Calls.check(status, call, physical);
  }

  VkCommandBuffer commands() {
    try (MemoryStack stack = MemoryStack.stackPush()) {
      var info =
          VkCommandBufferAllocateInfo.calloc(stack)
              .sType$Default()
              .commandPool(pool)
              .level(VK_COMMAND_BUFFER_LEVEL_PRIMARY)
              .commandBufferCount(1);
      PointerBuffer made = stack.mallocPointer(1);
      check(vkAllocateCommandBuffers(device, info, made), "vkAllocateCommandBuffers");
      return new VkCommandBuffer(made.get(0), device);
    }
  }

  void free(VkCommandBuffer commands) {
    vkFreeCommandBuffers(device, pool, commands);
  }

  /** What {@link #submit} wants, outside of the Java heap; given back by {@link #free(long)}. */
  long submitInfo(VkCommandBuffer commands) {
    PointerBuffer list = MemoryUtil.memAllocPointer(1).put(0, commands);
    return VkSubmitInfo.calloc().sType$Default().pCommandBuffers(list).address();
  }

  void free(long submitInfo) {
    VkSubmitInfo info = VkSubmitInfo.create(submitInfo);
    MemoryUtil.memFree(info.pCommandBuffers());
    info.free();
  }

  /** Starts a command buffer when what was submitted before it says so, and returns. */
  void submit(long submitInfo) {
    check(queue.submit(submitInfo), "vkQueueSubmit");
  }

  /** Returns when everything that was submitted is complete. */
  void await() {
    check(queue.waitIdle(), "vkQueueWaitIdle");
  }
}
