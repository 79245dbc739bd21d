package assay.kernels.vulkan;

import static org.lwjgl.vulkan.VK10.VK_DESCRIPTOR_TYPE_STORAGE_BUFFER;
import static org.lwjgl.vulkan.VK10.VK_NULL_HANDLE;
import static org.lwjgl.vulkan.VK10.VK_PIPELINE_BIND_POINT_COMPUTE;
import static org.lwjgl.vulkan.VK10.VK_SHADER_STAGE_COMPUTE_BIT;
import static org.lwjgl.vulkan.VK10.vkAllocateDescriptorSets;
import static org.lwjgl.vulkan.VK10.vkCmdBindDescriptorSets;
import static org.lwjgl.vulkan.VK10.vkCmdBindPipeline;
import static org.lwjgl.vulkan.VK10.vkCmdDispatch;
import static org.lwjgl.vulkan.VK10.vkCmdPushConstants;
import static org.lwjgl.vulkan.VK10.vkCreateDescriptorPool;
import static org.lwjgl.vulkan.VK10.vkDestroyDescriptorPool;
import static org.lwjgl.vulkan.VK10.vkUpdateDescriptorSets;

import assay.kernels.QueuedGraph;
import assay.kernels.compute.Buffer;
import assay.kernels.compute.Launch;
import assay.kernels.device.Submission;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.VkCommandBuffer;
import org.lwjgl.vulkan.VkDescriptorBufferInfo;
import org.lwjgl.vulkan.VkDescriptorPoolCreateInfo;
import org.lwjgl.vulkan.VkDescriptorPoolSize;
import org.lwjgl.vulkan.VkDescriptorSetAllocateInfo;
import org.lwjgl.vulkan.VkWriteDescriptorSet;

/** Launches in a command buffer, which is recorded once. */
final class VulkanSubmission implements Submission, QueuedGraph {

  private final VulkanContext context;
  private final List<Launch> launches;
  private final VkCommandBuffer commands;
  private final long submitInfo;
  private long pool = VK_NULL_HANDLE;
  private boolean closed;

  private VulkanSubmission(VulkanContext context, List<Launch> launches) {
    this.context = context;
    this.launches = List.copyOf(launches);
    commands = context.commands();
    submitInfo = context.submitInfo(commands);
  }

  static VulkanSubmission of(VulkanContext context, List<Launch> launches) {
    VulkanSubmission submission = new VulkanSubmission(context, launches);
    try {
      submission.record();
      return submission;
    } catch (RuntimeException e) {
      submission.close();
      throw e;
    }
  }

  List<Launch> launches() {
    return launches;
  }

  private void record() {
    pool = launches.isEmpty() ? VK_NULL_HANDLE : pool();
    Recording.begin(context, commands);
    for (Launch launch : launches) {
      record(launch);
    }
    Recording.end(context, commands);
  }

  private long pool() {
    int buffers = launches.stream().mapToInt(launch -> function(launch).buffers()).sum();
    try (MemoryStack stack = MemoryStack.stackPush()) {
      var size =
          VkDescriptorPoolSize.calloc(1, stack)
              .type(VK_DESCRIPTOR_TYPE_STORAGE_BUFFER)
              .descriptorCount(buffers);
      var info =
          VkDescriptorPoolCreateInfo.calloc(stack)
              .sType$Default()
              .maxSets(launches.size())
              .pPoolSizes(size);
      LongBuffer made = stack.mallocLong(1);
      context.check(
          vkCreateDescriptorPool(context.device(), info, null, made), "vkCreateDescriptorPool");
      return made.get(0);
    }
  }

  private static VulkanFunction function(Launch launch) {
    return (VulkanFunction) launch.function();
  }

  private void record(Launch launch) {
    VulkanFunction function = function(launch);
    DeviceLimits limits = context.physical().limits();
    long across = launch.groupsY(limits.groups());
    List<Buffer> buffers = buffers(launch);
    if (buffers.size() < function.buffers() || across > limits.groupsAcross()) {
      throw new IllegalArgumentException(
          "%s has %d buffers, and a launch gives it %d and %d groups"
              .formatted(
                  function.module().text(), function.buffers(), buffers.size(), launch.groups()));
    }
    Recording.barrier(commands);
    try (MemoryStack stack = MemoryStack.stackPush()) {
      LongBuffer set = stack.longs(set(function, buffers.subList(0, function.buffers()), stack));
      IntBuffer scalars = stack.mallocInt(launch.scalars().size());
      launch.scalars().forEach(scalars::put);
      int point = VK_PIPELINE_BIND_POINT_COMPUTE;
      vkCmdBindPipeline(commands, point, function.pipeline());
      vkCmdBindDescriptorSets(commands, point, function.layout(), 0, set, null);
      vkCmdPushConstants(
          commands, function.layout(), VK_SHADER_STAGE_COMPUTE_BIT, 0, scalars.flip());
      vkCmdDispatch(commands, (int) launch.groupsX(limits.groups()), (int) across, 1);
    }
  }

  /** The launch's, and the function's table behind them; the last may not be used by the module. */
  private static List<Buffer> buffers(Launch launch) {
    return Stream.concat(
            launch.buffers().stream(), function(launch).table().map(VulkanMemory::whole).stream())
        .toList();
  }

  /** A set of buffers, each with what may be read behind it. */
  private long set(VulkanFunction function, List<Buffer> buffers, MemoryStack stack) {
    var info =
        VkDescriptorSetAllocateInfo.calloc(stack)
            .sType$Default()
            .descriptorPool(pool)
            .pSetLayouts(stack.longs(function.setLayout()));
    LongBuffer set = stack.mallocLong(1);
    context.check(
        vkAllocateDescriptorSets(context.device(), info, set), "vkAllocateDescriptorSets");
    int count = buffers.size();
    var writes = VkWriteDescriptorSet.calloc(count, stack);
    for (int i = 0; i < count; i++) {
      Buffer buffer = buffers.get(i);
      VulkanBuffer memory = ((VulkanMemory) buffer.memory()).buffer();
      var range =
          VkDescriptorBufferInfo.calloc(1, stack)
              .buffer(memory.handle())
              .offset(buffer.offset())
              .range(
                  Math.min(buffer.bytes() + VulkanMemory.SPARE, memory.bytes() - buffer.offset()));
      writes
          .get(i)
          .sType$Default()
          .dstSet(set.get(0))
          .dstBinding(i)
          .descriptorType(VK_DESCRIPTOR_TYPE_STORAGE_BUFFER)
          .descriptorCount(1)
          .pBufferInfo(range);
    }
    vkUpdateDescriptorSets(context.device(), writes, null);
    return set.get(0);
  }

  @Override
  public void enqueue() {
    context.submit(submitInfo);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      context.free(submitInfo);
      context.free(commands);
      vkDestroyDescriptorPool(context.device(), pool, null);
    }
  }
}
