package assay.kernels.vulkan;

import static org.lwjgl.vulkan.VK10.VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT;
import static org.lwjgl.vulkan.VK10.VK_QUERY_RESULT_64_BIT;
import static org.lwjgl.vulkan.VK10.VK_QUERY_RESULT_WAIT_BIT;
import static org.lwjgl.vulkan.VK10.VK_QUERY_TYPE_TIMESTAMP;
import static org.lwjgl.vulkan.VK10.vkCmdResetQueryPool;
import static org.lwjgl.vulkan.VK10.vkCmdWriteTimestamp;
import static org.lwjgl.vulkan.VK10.vkCreateQueryPool;
import static org.lwjgl.vulkan.VK10.vkDestroyQueryPool;
import static org.lwjgl.vulkan.VK10.vkGetQueryPoolResults;

import assay.kernels.DeviceTimer;
import java.nio.LongBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VkCommandBuffer;
import org.lwjgl.vulkan.VkQueryPoolCreateInfo;

/** Two time stamps in the queue, each in a command buffer of its own. */
final class VulkanTimer implements DeviceTimer {

  private final VulkanContext context;
  private final long queries;
  private final VkCommandBuffer[] commands = new VkCommandBuffer[2];
  private final long[] submitInfos = new long[2];
  private boolean closed;

  VulkanTimer(VulkanContext context) {
    this.context = context;
    try (MemoryStack stack = MemoryStack.stackPush()) {
      var info =
          VkQueryPoolCreateInfo.calloc(stack)
              .sType$Default()
              .queryType(VK_QUERY_TYPE_TIMESTAMP)
              .queryCount(commands.length);
      LongBuffer made = stack.mallocLong(1);
      context.check(vkCreateQueryPool(context.device(), info, null, made), "vkCreateQueryPool");
      queries = made.get(0);
    }
    for (int i = 0; i < commands.length; i++) {
      commands[i] = context.commands();
      submitInfos[i] = context.submitInfo(commands[i]);
      record(i);
    }
  }

  private void record(int which) {
    VkCommandBuffer buffer = commands[which];
    Recording.begin(context, buffer);
    Recording.barrier(buffer);
    vkCmdResetQueryPool(buffer, queries, which, 1);
    vkCmdWriteTimestamp(buffer, VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT, queries, which);
    Recording.end(context, buffer);
  }

  @Override
  public void begin() {
    context.submit(submitInfos[0]);
  }

  @Override
  public void end() {
    context.submit(submitInfos[1]);
  }

  @Override
  public long nanos() {
    try (MemoryStack stack = MemoryStack.stackPush()) {
      LongBuffer ticks = stack.mallocLong(commands.length);
      int flags = VK_QUERY_RESULT_64_BIT | VK_QUERY_RESULT_WAIT_BIT;
      context.check(
          vkGetQueryPoolResults(
              context.device(), queries, 0, commands.length, ticks, Long.BYTES, flags),
          "vkGetQueryPoolResults");
      DeviceLimits limits = context.physical().limits();
      return limits.nanos(ticks.get(0), ticks.get(1));
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      context.await();
      vkDestroyQueryPool(context.device(), queries, null);
      for (int i = 0; i < commands.length; i++) {
        context.free(submitInfos[i]);
        context.free(commands[i]);
      }
    }
  }
}
