package assay.kernels.vulkan;

import static org.lwjgl.vulkan.VK10.vkCreateDevice;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.lwjgl.PointerBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTSubgroupSizeControl;
import org.lwjgl.vulkan.KHRCooperativeMatrix;
import org.lwjgl.vulkan.KHRPortabilitySubset;
import org.lwjgl.vulkan.KHRShaderIntegerDotProduct;
import org.lwjgl.vulkan.VK13;
import org.lwjgl.vulkan.VkDevice;
import org.lwjgl.vulkan.VkDeviceCreateInfo;
import org.lwjgl.vulkan.VkDeviceQueueCreateInfo;
import org.lwjgl.vulkan.VkPhysicalDeviceCooperativeMatrixFeaturesKHR;
import org.lwjgl.vulkan.VkPhysicalDeviceFeatures2;
import org.lwjgl.vulkan.VkPhysicalDeviceShaderIntegerDotProductFeatures;
import org.lwjgl.vulkan.VkPhysicalDeviceSubgroupSizeControlFeatures;
import org.lwjgl.vulkan.VkPhysicalDeviceVulkan11Features;
import org.lwjgl.vulkan.VkPhysicalDeviceVulkan12Features;

/** Starts a device with all that kernels may use of it, and nothing else. */
final class DeviceStarter {

  private final PhysicalDevice physical;
  private final MemoryStack stack;

  private DeviceStarter(PhysicalDevice physical, MemoryStack stack) {
    this.physical = physical;
    this.stack = stack;
  }

  static VkDevice start(PhysicalDevice physical) {
    try (MemoryStack stack = MemoryStack.stackPush()) {
      return new DeviceStarter(physical, stack).start();
    }
  }

  private VkDevice start() {
    var queue =
        VkDeviceQueueCreateInfo.calloc(1, stack)
            .sType$Default()
            .queueFamilyIndex(physical.queueFamily())
            .pQueuePriorities(stack.floats(1));
    List<String> extensions = extensions();
    PointerBuffer names = stack.mallocPointer(extensions.size());
    extensions.forEach(name -> names.put(stack.UTF8(name)));
    var info =
        VkDeviceCreateInfo.calloc(stack)
            .sType$Default()
            .pQueueCreateInfos(queue)
            .ppEnabledExtensionNames(names.flip())
            .pNext(features());
    PointerBuffer made = stack.mallocPointer(1);
    Calls.check(vkCreateDevice(physical.handle(), info, null, made), "vkCreateDevice");
    return new VkDevice(made.get(0), physical.handle(), info);
  }

  private List<String> extensions() {
    Set<String> there = CapabilityReader.extensions(physical.handle());
    Capabilities can = physical.capabilities();
    List<String> wanted = new ArrayList<>();
    wanted.add(KHRPortabilitySubset.VK_KHR_PORTABILITY_SUBSET_EXTENSION_NAME);
    if (physical.version() < VK13.VK_API_VERSION_1_3) {
      wanted.add(KHRShaderIntegerDotProduct.VK_KHR_SHADER_INTEGER_DOT_PRODUCT_EXTENSION_NAME);
      wanted.add(EXTSubgroupSizeControl.VK_EXT_SUBGROUP_SIZE_CONTROL_EXTENSION_NAME);
    }
    if (!can.cooperative().isEmpty()) {
      wanted.add(KHRCooperativeMatrix.VK_KHR_COOPERATIVE_MATRIX_EXTENSION_NAME);
    }
    wanted.retainAll(there);
    return wanted;
  }

  private VkPhysicalDeviceFeatures2 features() {
    Capabilities can = physical.capabilities();
    var features =
        VkPhysicalDeviceFeatures2.calloc(stack)
            .sType$Default()
            .pNext(
                VkPhysicalDeviceVulkan11Features.calloc(stack)
                    .sType$Default()
                    .storageBuffer16BitAccess(can.storage16()))
            .pNext(
                VkPhysicalDeviceVulkan12Features.calloc(stack)
                    .sType$Default()
                    .shaderFloat16(can.float16())
                    .shaderInt8(can.int8())
                    .storageBuffer8BitAccess(can.storage8())
                    .vulkanMemoryModel(can.memoryModel()));
    features.features().shaderInt16(can.int16());
    if (can.dotProduct()) {
      features.pNext(
          VkPhysicalDeviceShaderIntegerDotProductFeatures.calloc(stack)
              .sType$Default()
              .shaderIntegerDotProduct(true));
    }
    if (can.choosesSubgroupSize()) {
      features.pNext(
          VkPhysicalDeviceSubgroupSizeControlFeatures.calloc(stack)
              .sType$Default()
              .subgroupSizeControl(true)
              .computeFullSubgroups(true));
    }
    if (!can.cooperative().isEmpty()) {
      features.pNext(
          VkPhysicalDeviceCooperativeMatrixFeaturesKHR.calloc(stack)
              .sType$Default()
              .cooperativeMatrix(true));
    }
    return features;
  }
}
