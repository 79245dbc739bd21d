package assay.kernels.vulkan;

import static org.lwjgl.vulkan.VK10.VK_ACCESS_HOST_READ_BIT;
import static org.lwjgl.vulkan.VK10.VK_ACCESS_SHADER_READ_BIT;
import static org.lwjgl.vulkan.VK10.VK_ACCESS_SHADER_WRITE_BIT;
import static org.lwjgl.vulkan.VK10.VK_ACCESS_TRANSFER_READ_BIT;
import static org.lwjgl.vulkan.VK10.VK_ACCESS_TRANSFER_WRITE_BIT;
import static org.lwjgl.vulkan.VK10.VK_COMMAND_BUFFER_USAGE_SIMULTANEOUS_USE_BIT;
import static org.lwjgl.vulkan.VK10.VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT;
import static org.lwjgl.vulkan.VK10.VK_PIPELINE_STAGE_HOST_BIT;
import static org.lwjgl.vulkan.VK10.VK_PIPELINE_STAGE_TRANSFER_BIT;
import static org.lwjgl.vulkan.VK10.vkBeginCommandBuffer;
import static org.lwjgl.vulkan.VK10.vkCmdPipelineBarrier;
import static org.lwjgl.vulkan.VK10.vkEndCommandBuffer;

import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VkCommandBuffer;
import org.lwjgl.vulkan.VkCommandBufferBeginInfo;
import org.lwjgl.vulkan.VkMemoryBarrier;

/** What every command buffer has. */
final class Recording {

  private Recording() {}

  /** One that may be submitted again while it still runs. */
  static void begin(VulkanContext context, VkCommandBuffer commands) {
    try (MemoryStack stack = MemoryStack.stackPush()) {
      var info =
          VkCommandBufferBeginInfo.calloc(stack)
              .sType$Default()
              .flags(VK_COMMAND_BUFFER_USAGE_SIMULTANEOUS_USE_BIT);
      context.check(vkBeginCommandBuffer(commands, info), "vkBeginCommandBuffer");
    }
  }

  static void end(VulkanContext context, VkCommandBuffer commands) {
    context.check(vkEndCommandBuffer(commands), "vkEndCommandBuffer");
  }

  /**
   * What comes after waits for all that the queue was given before, this buffer's and earlier ones,
   * and sees what it wrote. A queue alone promises only the order of beginnings.
   */
  static void barrier(VkCommandBuffer commands) {
    try (MemoryStack stack = MemoryStack.stackPush()) {
      var memory =
          VkMemoryBarrier.calloc(1, stack)
              .sType$Default()
              .srcAccessMask(VK_ACCESS_SHADER_WRITE_BIT | VK_ACCESS_TRANSFER_WRITE_BIT)
              .dstAccessMask(
                  VK_ACCESS_SHADER_READ_BIT
                      | VK_ACCESS_SHADER_WRITE_BIT
                      | VK_ACCESS_TRANSFER_READ_BIT
                      | VK_ACCESS_TRANSFER_WRITE_BIT
                      | VK_ACCESS_HOST_READ_BIT);
      int work = VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT | VK_PIPELINE_STAGE_TRANSFER_BIT;
      vkCmdPipelineBarrier(
          commands, work, work | VK_PIPELINE_STAGE_HOST_BIT, 0, memory, null, null);
    }
  }
}
