package assay.kernels.vulkan;

import static org.lwjgl.vulkan.VK10.VK_SHADER_STAGE_COMPUTE_BIT;
import static org.lwjgl.vulkan.VK10.vkEnumerateDeviceExtensionProperties;
import static org.lwjgl.vulkan.VK11.vkGetPhysicalDeviceFeatures2;
import static org.lwjgl.vulkan.VK11.vkGetPhysicalDeviceProperties2;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTSubgroupSizeControl;
import org.lwjgl.vulkan.KHRCooperativeMatrix;
import org.lwjgl.vulkan.KHRShaderBfloat16;
import org.lwjgl.vulkan.KHRShaderIntegerDotProduct;
import org.lwjgl.vulkan.VK12;
import org.lwjgl.vulkan.VK13;
import org.lwjgl.vulkan.VkCooperativeMatrixPropertiesKHR;
import org.lwjgl.vulkan.VkExtensionProperties;
import org.lwjgl.vulkan.VkPhysicalDevice;
import org.lwjgl.vulkan.VkPhysicalDeviceCooperativeMatrixFeaturesKHR;
import org.lwjgl.vulkan.VkPhysicalDeviceFeatures2;
import org.lwjgl.vulkan.VkPhysicalDeviceProperties2;
import org.lwjgl.vulkan.VkPhysicalDeviceShaderIntegerDotProductFeatures;
import org.lwjgl.vulkan.VkPhysicalDeviceShaderIntegerDotProductProperties;
import org.lwjgl.vulkan.VkPhysicalDeviceSubgroupSizeControlFeatures;
import org.lwjgl.vulkan.VkPhysicalDeviceSubgroupSizeControlProperties;
import org.lwjgl.vulkan.VkPhysicalDeviceVulkan11Features;
import org.lwjgl.vulkan.VkPhysicalDeviceVulkan11Properties;
import org.lwjgl.vulkan.VkPhysicalDeviceVulkan12Features;
import org.lwjgl.vulkan.VkPhysicalDeviceVulkan12Properties;

/** What a device can do beyond what every device can. */
final class CapabilityReader {

  private final VkPhysicalDevice device;
  private final MemoryStack stack;
  private final Set<String> extensions;

  private CapabilityReader(VkPhysicalDevice device, MemoryStack stack) {
    this.device = device;
    this.stack = stack;
    extensions = extensions(device);
  }

  /** Nothing at all of one that speaks an older Vulkan than is used here. */
  static Capabilities read(VkPhysicalDevice device, MemoryStack stack) {
    return device.getCapabilities().apiVersion < VK12.VK_API_VERSION_1_2
        ? Capabilities.NONE
        : new CapabilityReader(device, stack).read();
  }

  static Set<String> extensions(VkPhysicalDevice device) {
    try (MemoryStack stack = MemoryStack.stackPush()) {
      IntBuffer count = stack.mallocInt(1);
      Calls.check(
          vkEnumerateDeviceExtensionProperties(device, (ByteBuffer) null, count, null),
          "vkEnumerateDeviceExtensionProperties");
      Set<String> names = new HashSet<>();
      try (var found = VkExtensionProperties.malloc(count.get(0))) {
        Calls.check(
            vkEnumerateDeviceExtensionProperties(device, (ByteBuffer) null, count, found),
            "vkEnumerateDeviceExtensionProperties");
        found.forEach(one -> names.add(one.extensionNameString()));
      }
      return names;
    }
  }

  private Capabilities read() {
    var features11 = VkPhysicalDeviceVulkan11Features.calloc(stack).sType$Default();
    var features12 = VkPhysicalDeviceVulkan12Features.calloc(stack).sType$Default();
    var dot = VkPhysicalDeviceShaderIntegerDotProductFeatures.calloc(stack).sType$Default();
    var sizes = VkPhysicalDeviceSubgroupSizeControlFeatures.calloc(stack).sType$Default();
    var matrices = VkPhysicalDeviceCooperativeMatrixFeaturesKHR.calloc(stack).sType$Default();
    var features =
        VkPhysicalDeviceFeatures2.calloc(stack).sType$Default().pNext(features11).pNext(features12);
    if (hasDotProduct()) {
      features.pNext(dot);
    }
    if (hasSubgroupSizes()) {
      features.pNext(sizes);
    }
    if (hasCooperative()) {
      features.pNext(matrices);
    }
    vkGetPhysicalDeviceFeatures2(device, features);

    var properties11 = VkPhysicalDeviceVulkan11Properties.calloc(stack).sType$Default();
    var properties12 = VkPhysicalDeviceVulkan12Properties.calloc(stack).sType$Default();
    var dots = VkPhysicalDeviceShaderIntegerDotProductProperties.calloc(stack).sType$Default();
    var range = VkPhysicalDeviceSubgroupSizeControlProperties.calloc(stack).sType$Default();
    var properties =
        VkPhysicalDeviceProperties2.calloc(stack)
            .sType$Default()
            .pNext(properties11)
            .pNext(properties12);
    if (hasDotProduct()) {
      properties.pNext(dots);
    }
    if (hasSubgroupSizes()) {
      properties.pNext(range);
    }
    vkGetPhysicalDeviceProperties2(device, properties);
    boolean choosesSubgroups =
        sizes.subgroupSizeControl()
            && sizes.computeFullSubgroups()
            && (range.requiredSubgroupSizeStages() & VK_SHADER_STAGE_COMPUTE_BIT) != 0;
    boolean hasOperations =
        (properties11.subgroupSupportedStages() & VK_SHADER_STAGE_COMPUTE_BIT) != 0;
    return new Capabilities(
        features12.shaderFloat16(),
        features12.shaderInt8(),
        features.features().shaderInt16(),
        features12.storageBuffer8BitAccess(),
        features11.storageBuffer16BitAccess(),
        dot.shaderIntegerDotProduct(),
        dots.integerDotProduct4x8BitPackedSignedAccelerated(),
        properties11.subgroupSize(),
        choosesSubgroups ? range.minSubgroupSize() : 0,
        choosesSubgroups ? range.maxSubgroupSize() : 0,
        hasOperations ? properties11.subgroupSupportedOperations() : 0,
        features12.vulkanMemoryModel(),
        matrices.cooperativeMatrix() ? cooperative() : List.of(),
        properties12.shaderDenormPreserveFloat32(),
        properties12.shaderRoundingModeRTEFloat32(),
        properties12.shaderSignedZeroInfNanPreserveFloat32());
  }

  private boolean hasDotProduct() {
    return device.getCapabilities().apiVersion >= VK13.VK_API_VERSION_1_3
        || extensions.contains(
            KHRShaderIntegerDotProduct.VK_KHR_SHADER_INTEGER_DOT_PRODUCT_EXTENSION_NAME);
  }

  private boolean hasSubgroupSizes() {
    return device.getCapabilities().apiVersion >= VK13.VK_API_VERSION_1_3
        || extensions.contains(EXTSubgroupSizeControl.VK_EXT_SUBGROUP_SIZE_CONTROL_EXTENSION_NAME);
  }

  private boolean hasCooperative() {
    return extensions.contains(KHRCooperativeMatrix.VK_KHR_COOPERATIVE_MATRIX_EXTENSION_NAME);
  }

  /** Those of subgroups whose types are written here; a driver lists others too. */
  private List<CooperativeShape> cooperative() {
    IntBuffer count = stack.mallocInt(1);
    Calls.check(
        KHRCooperativeMatrix.vkGetPhysicalDeviceCooperativeMatrixPropertiesKHR(device, count, null),
        "vkGetPhysicalDeviceCooperativeMatrixPropertiesKHR");
    List<CooperativeShape> shapes = new ArrayList<>();
    try (var found = VkCooperativeMatrixPropertiesKHR.calloc(count.get(0))) {
      found.forEach(VkCooperativeMatrixPropertiesKHR::sType$Default);
      Calls.check(
          KHRCooperativeMatrix.vkGetPhysicalDeviceCooperativeMatrixPropertiesKHR(
              device, count, found),
          "vkGetPhysicalDeviceCooperativeMatrixPropertiesKHR");
      for (var one : found) {
        boolean isPlain =
            one.scope() == KHRCooperativeMatrix.VK_SCOPE_SUBGROUP_KHR
                && one.AType() == one.BType()
                && one.CType() == one.ResultType()
                && !one.saturatingAccumulation();
        if (isPlain) {
          shapes.add(
              new CooperativeShape(
                  one.MSize(), one.NSize(), one.KSize(), type(one.AType()), type(one.CType())));
        }
      }
    }
    return List.copyOf(shapes);
  }

  private static String type(int component) {
    return switch (component) {
      case KHRCooperativeMatrix.VK_COMPONENT_TYPE_FLOAT16_KHR -> "f16";
      case KHRCooperativeMatrix.VK_COMPONENT_TYPE_FLOAT32_KHR -> "f32";
      case KHRCooperativeMatrix.VK_COMPONENT_TYPE_SINT8_KHR -> "i8";
      case KHRCooperativeMatrix.VK_COMPONENT_TYPE_SINT32_KHR -> "i32";
      case KHRShaderBfloat16.VK_COMPONENT_TYPE_BFLOAT16_KHR -> "bf16";
      default -> "type " + component;
    };
  }
}
