package assay.kernels.vulkan;

import static org.lwjgl.vulkan.VK10.VK_BUFFER_USAGE_TRANSFER_DST_BIT;
import static org.lwjgl.vulkan.VK10.VK_BUFFER_USAGE_TRANSFER_SRC_BIT;
import static org.lwjgl.vulkan.VK10.VK_MEMORY_PROPERTY_HOST_CACHED_BIT;
import static org.lwjgl.vulkan.VK10.VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
import static org.lwjgl.vulkan.VK10.VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT;
import static org.lwjgl.vulkan.VK10.vkCmdCopyBuffer;
import static org.lwjgl.vulkan.VK10.vkCmdFillBuffer;

import assay.kernels.device.DriverException;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VkBufferCopy;
import org.lwjgl.vulkan.VkCommandBuffer;

/** Copies between the host and the device, through a piece of memory that both see. */
final class Transfers {

  private static final long STAGE_BYTES = 16 << 20;

  private final VulkanContext context;
  private final VulkanBuffer stage;
  private final MemorySegment mapped;
  private final VkCommandBuffer commands;
  private final long submitInfo;

  Transfers(VulkanContext context) {
    this.context = context;
    stage = stage(context);
    mapped = stage.map();
    commands = context.commands();
    submitInfo = context.submitInfo(commands);
  }

  /** Cached by the host where there is such memory: what is not, it reads very slowly. */
  private static VulkanBuffer stage(VulkanContext context) {
    int usage = VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT;
    int seen = VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
    try {
      return VulkanBuffer.of(
          context, STAGE_BYTES, usage, seen | VK_MEMORY_PROPERTY_HOST_CACHED_BIT);
    } catch (DriverException e) {
      return VulkanBuffer.of(context, STAGE_BYTES, usage, seen);
    }
  }

  void upload(MemorySegment from, VulkanMemory to, long offset) {
    require(to, offset, from.byteSize());
    for (long at = 0; at < from.byteSize(); at += STAGE_BYTES) {
      long start = at;
      long bytes = Math.min(STAGE_BYTES, from.byteSize() - at);
      mapped.asSlice(0, bytes).copyFrom(from.asSlice(at, bytes));
      run(commands -> copy(commands, stage, 0, to.buffer(), offset + start, bytes));
    }
  }

  void download(VulkanMemory from, long offset, MemorySegment to) {
    require(from, offset, to.byteSize());
    for (long at = 0; at < to.byteSize(); at += STAGE_BYTES) {
      long start = at;
      long bytes = Math.min(STAGE_BYTES, to.byteSize() - at);
      run(commands -> copy(commands, from.buffer(), offset + start, stage, 0, bytes));
      to.asSlice(at, bytes).copyFrom(mapped.asSlice(0, bytes));
    }
  }

  void fill(VulkanMemory memory, long offset, long bytes, int word) {
    require(memory, offset, bytes);
    if (bytes > 0) {
      run(commands -> vkCmdFillBuffer(commands, memory.buffer().handle(), offset, bytes, word));
    }
  }

  /** Vulkan does not check. */
  private static void require(VulkanMemory memory, long offset, long bytes) {
    if (offset < 0 || bytes < 0 || offset > memory.bytes() - bytes) {
      throw new IndexOutOfBoundsException(
          "%d bytes from %d on, of %d on the device".formatted(bytes, offset, memory.bytes()));
    }
  }

  private static void copy(
      VkCommandBuffer commands,
      VulkanBuffer from,
      long fromOffset,
      VulkanBuffer to,
      long toOffset,
      long bytes) {
    try (MemoryStack stack = MemoryStack.stackPush()) {
      var region =
          VkBufferCopy.calloc(1, stack).srcOffset(fromOffset).dstOffset(toOffset).size(bytes);
      vkCmdCopyBuffer(commands, from.handle(), to.handle(), region);
    }
  }

  /** After all that was enqueued before, and complete when it returns. */
  private void run(Consumer<VkCommandBuffer> work) {
    context.await();
    Recording.begin(context, commands);
    Recording.barrier(commands);
    work.accept(commands);
    Recording.barrier(commands);
    Recording.end(context, commands);
    context.submit(submitInfo);
    context.await();
  }
}
