package assay.kernels.vulkan;

import static org.lwjgl.vulkan.VK10.VK_DESCRIPTOR_TYPE_STORAGE_BUFFER;
import static org.lwjgl.vulkan.VK10.VK_NULL_HANDLE;
import static org.lwjgl.vulkan.VK10.VK_SHADER_STAGE_COMPUTE_BIT;
import static org.lwjgl.vulkan.VK10.vkCreateComputePipelines;
import static org.lwjgl.vulkan.VK10.vkCreateDescriptorSetLayout;
import static org.lwjgl.vulkan.VK10.vkCreatePipelineLayout;
import static org.lwjgl.vulkan.VK10.vkCreateShaderModule;
import static org.lwjgl.vulkan.VK10.vkDestroyDescriptorSetLayout;
import static org.lwjgl.vulkan.VK10.vkDestroyPipelineLayout;
import static org.lwjgl.vulkan.VK10.vkDestroyShaderModule;

import assay.kernels.KernelUnavailableException;
import assay.kernels.compute.ComputeFunction;
import assay.kernels.compute.Module;
import assay.kernels.device.DriverException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Map;
import java.util.Optional;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.vulkan.VK13;
import org.lwjgl.vulkan.VkComputePipelineCreateInfo;
import org.lwjgl.vulkan.VkDescriptorSetLayoutBinding;
import org.lwjgl.vulkan.VkDescriptorSetLayoutCreateInfo;
import org.lwjgl.vulkan.VkPipelineLayoutCreateInfo;
import org.lwjgl.vulkan.VkPipelineShaderStageCreateInfo;
import org.lwjgl.vulkan.VkPipelineShaderStageRequiredSubgroupSizeCreateInfo;
import org.lwjgl.vulkan.VkPushConstantRange;
import org.lwjgl.vulkan.VkShaderModuleCreateInfo;
import org.lwjgl.vulkan.VkSpecializationInfo;
import org.lwjgl.vulkan.VkSpecializationMapEntry;

/** A module as a pipeline of the device; it lasts as long as the process. */
final class VulkanFunction implements ComputeFunction {

  /** Every device has as many bytes of arguments. */
  static final int PUSH_BYTES = 128;

  private final VulkanContext context;
  private final Module module;
  private final int buffers;
  private final Optional<VulkanMemory> table;
  private long setLayout = VK_NULL_HANDLE;
  private long layout = VK_NULL_HANDLE;
  private long pipeline = VK_NULL_HANDLE;

  private VulkanFunction(
      VulkanContext context, Module module, int buffers, Optional<VulkanMemory> table) {
    this.context = context;
    this.module = module;
    this.buffers = buffers;
    this.table = table;
  }

  /**
   * @throws KernelUnavailableException when this build has not the module, or the driver does not
   *     take it
   */
  static VulkanFunction load(VulkanContext context, Transfers transfers, Module module) {
    Spirv code =
        Spirv.packaged(module.source(), module.text())
            .withFloatControls(context.physical().capabilities());
    Optional<VulkanMemory> table =
        Spirv.table(module.source(), module.text())
            .map(content -> uploaded(context, transfers, content));
    VulkanFunction function = new VulkanFunction(context, module, code.buffers(), table);
    try {
      function.make(code);
      return function;
    } catch (DriverException e) {
      function.discard();
      throw new KernelUnavailableException(
          VulkanDriver.ID,
          "%s with groups of %d is not taken by %s: %s"
              .formatted(
                  module.text(), module.group(), context.physical().driver(), e.getMessage()));
    }
  }

  private static VulkanMemory uploaded(VulkanContext context, Transfers transfers, byte[] content) {
    VulkanMemory memory = VulkanMemory.allocate(context, content.length);
    transfers.upload(MemorySegment.ofArray(content), memory, 0);
    return memory;
  }

  private void make(Spirv code) {
    try (MemoryStack stack = MemoryStack.stackPush()) {
      setLayout = setLayout(stack);
      layout = layout(stack);
      long shader = shader(code, stack);
      try {
        pipeline = pipeline(shader, stack);
      } finally {
        vkDestroyShaderModule(context.device(), shader, null);
      }
    }
  }

  private long setLayout(MemoryStack stack) {
    var bindings = VkDescriptorSetLayoutBinding.calloc(buffers, stack);
    for (int i = 0; i < buffers; i++) {
      bindings
          .get(i)
          .binding(i)
          .descriptorType(VK_DESCRIPTOR_TYPE_STORAGE_BUFFER)
          .descriptorCount(1)
          .stageFlags(VK_SHADER_STAGE_COMPUTE_BIT);
    }
    var info = VkDescriptorSetLayoutCreateInfo.calloc(stack).sType$Default().pBindings(bindings);
    LongBuffer made = stack.mallocLong(1);
    context.check(
        vkCreateDescriptorSetLayout(context.device(), info, null, made),
        "vkCreateDescriptorSetLayout");
    return made.get(0);
  }

  private long layout(MemoryStack stack) {
    var range =
        VkPushConstantRange.calloc(1, stack)
            .stageFlags(VK_SHADER_STAGE_COMPUTE_BIT)
            .size(PUSH_BYTES);
    var info =
        VkPipelineLayoutCreateInfo.calloc(stack)
            .sType$Default()
            .setLayoutCount(1)
            .pSetLayouts(stack.longs(setLayout))
            .pPushConstantRanges(range);
    LongBuffer made = stack.mallocLong(1);
    context.check(
        vkCreatePipelineLayout(context.device(), info, null, made), "vkCreatePipelineLayout");
    return made.get(0);
  }

  private long shader(Spirv code, MemoryStack stack) {
    ByteBuffer words = MemoryUtil.memAlloc(code.words().length * Integer.BYTES);
    try {
      words.asIntBuffer().put(code.words());
      var info = VkShaderModuleCreateInfo.calloc(stack).sType$Default().pCode(words);
      LongBuffer made = stack.mallocLong(1);
      context.check(
          vkCreateShaderModule(context.device(), info, null, made), "vkCreateShaderModule");
      return made.get(0);
    } finally {
      MemoryUtil.memFree(words);
    }
  }

  private long pipeline(long shader, MemoryStack stack) {
    var stage =
        VkPipelineShaderStageCreateInfo.calloc(stack)
            .sType$Default()
            .stage(VK_SHADER_STAGE_COMPUTE_BIT)
            .module(shader)
            .pName(stack.UTF8("main"))
            .pSpecializationInfo(constants(stack));
    askForSubgroups(stage, stack);
    var info =
        VkComputePipelineCreateInfo.calloc(1, stack).sType$Default().stage(stage).layout(layout);
    LongBuffer made = stack.mallocLong(1);
    context.check(
        vkCreateComputePipelines(context.device(), VK_NULL_HANDLE, info, null, made),
        "vkCreateComputePipelines");
    return made.get(0);
  }

  /** Number 0 is the size of a group; a module need not have all of them. */
  private VkSpecializationInfo constants(MemoryStack stack) {
    int count = 1 + module.constants().size();
    IntBuffer values = stack.mallocInt(count).put(0, module.group());
    var entries = VkSpecializationMapEntry.calloc(count, stack);
    for (int i = 0; i < count; i++) {
      entries.get(i).constantID(i).offset(i * Integer.BYTES).size(Integer.BYTES);
      if (i > 0) {
        values.put(i, module.constants().get(i - 1));
      }
    }
    return VkSpecializationInfo.calloc(stack)
        .pMapEntries(entries)
        .pData(MemoryUtil.memByteBuffer(values));
  }

  /**
   * Some makers' compilers choose a size for each pipeline, and may leave the last one partly
   * empty.
   */
  private void askForSubgroups(VkPipelineShaderStageCreateInfo stage, MemoryStack stack) {
    Capabilities can = context.physical().capabilities();
    if (can.choosesSubgroupSize() && module.group() % can.subgroupSize() == 0) {
      stage
          .flags(VK13.VK_PIPELINE_SHADER_STAGE_CREATE_REQUIRE_FULL_SUBGROUPS_BIT)
          .pNext(
              VkPipelineShaderStageRequiredSubgroupSizeCreateInfo.calloc(stack)
                  .sType$Default()
                  .requiredSubgroupSize(can.subgroupSize()));
    }
  }

  private void discard() {
    table.ifPresent(VulkanMemory::close);
    vkDestroyPipelineLayout(context.device(), layout, null);
    vkDestroyDescriptorSetLayout(context.device(), setLayout, null);
  }

  /** With the table, if it has one. */
  int buffers() {
    return buffers;
  }

  Optional<VulkanMemory> table() {
    return table;
  }

  long setLayout() {
    return setLayout;
  }

  long layout() {
    return layout;
  }

  long pipeline() {
    return pipeline;
  }

  @Override
  public Module module() {
    return module;
  }

  @Override
  public String origin() {
    return "ready-made %s.spv".formatted(module.text());
  }

  @Override
  public Map<String, String> details() {
    return Map.of();
  }
}
