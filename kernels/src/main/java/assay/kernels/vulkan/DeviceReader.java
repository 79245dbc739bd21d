package assay.kernels.vulkan;

import static org.lwjgl.vulkan.VK10.VK_MEMORY_HEAP_DEVICE_LOCAL_BIT;
import static org.lwjgl.vulkan.VK10.VK_PHYSICAL_DEVICE_TYPE_CPU;
import static org.lwjgl.vulkan.VK10.VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU;
import static org.lwjgl.vulkan.VK10.VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU;
import static org.lwjgl.vulkan.VK10.VK_PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU;
import static org.lwjgl.vulkan.VK10.VK_QUEUE_COMPUTE_BIT;
import static org.lwjgl.vulkan.VK10.vkGetPhysicalDeviceQueueFamilyProperties;
import static org.lwjgl.vulkan.VK11.vkGetPhysicalDeviceMemoryProperties2;
import static org.lwjgl.vulkan.VK11.vkGetPhysicalDeviceProperties2;

import java.nio.IntBuffer;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.vulkan.EXTMemoryBudget;
import org.lwjgl.vulkan.EXTPciBusInfo;
import org.lwjgl.vulkan.VK12;
import org.lwjgl.vulkan.VkPhysicalDevice;
import org.lwjgl.vulkan.VkPhysicalDeviceDriverProperties;
import org.lwjgl.vulkan.VkPhysicalDeviceLimits;
import org.lwjgl.vulkan.VkPhysicalDeviceMaintenance3Properties;
import org.lwjgl.vulkan.VkPhysicalDeviceMemoryBudgetPropertiesEXT;
import org.lwjgl.vulkan.VkPhysicalDeviceMemoryProperties2;
import org.lwjgl.vulkan.VkPhysicalDevicePCIBusInfoPropertiesEXT;
import org.lwjgl.vulkan.VkPhysicalDeviceProperties;
import org.lwjgl.vulkan.VkPhysicalDeviceProperties2;
import org.lwjgl.vulkan.VkQueueFamilyProperties;

/** Asks a driver what there is; starts nothing on the device. */
final class DeviceReader {

  /** Memory of a device: all of its largest local heap, and what is free of it. */
  private record Heap(long bytes, long free) {}

  /** A queue for kernels, and how many bits of its time stamps count. */
  private record Queue(int family, int tickBits) {}

  /** Between an embedded GPU's and a server's. */
  private static final int UNKNOWN_UNITS = 32;

  private final VkPhysicalDevice device;
  private final MemoryStack stack;

  private DeviceReader(VkPhysicalDevice device, MemoryStack stack) {
    this.device = device;
    this.stack = stack;
  }

  static PhysicalDevice read(VkPhysicalDevice device, int index) {
    try (MemoryStack stack = MemoryStack.stackPush()) {
      return new DeviceReader(device, stack).read(index);
    }
  }

  /** Bytes free for this process of the heap that kernels use. */
  static long freeBytes(VkPhysicalDevice device) {
    try (MemoryStack stack = MemoryStack.stackPush()) {
      return new DeviceReader(device, stack).heap().free();
    }
  }

  private PhysicalDevice read(int index) {
    var sizes = VkPhysicalDeviceMaintenance3Properties.calloc(stack).sType$Default();
    var driver = VkPhysicalDeviceDriverProperties.calloc(stack).sType$Default();
    var bus = VkPhysicalDevicePCIBusInfoPropertiesEXT.calloc(stack).sType$Default();
    boolean hasBus = has(EXTPciBusInfo.VK_EXT_PCI_BUS_INFO_EXTENSION_NAME);
    var all = VkPhysicalDeviceProperties2.calloc(stack).sType$Default().pNext(sizes);
    int version = device.getCapabilities().apiVersion;
    if (version >= VK12.VK_API_VERSION_1_2) {
      all.pNext(driver);
    }
    if (hasBus) {
      all.pNext(bus);
    }
    vkGetPhysicalDeviceProperties2(device, all);
    var basic = all.properties();
    Queue queue = queue();
    Heap heap = heap();
    return new PhysicalDevice(
        device,
        index,
        basic.deviceNameString(),
        kind(basic.deviceType()),
        "%s %s, Vulkan %s"
            .formatted(
                driver.driverNameString(),
                driver.driverInfoString(),
                VulkanInstance.text(basic.apiVersion()))
            .strip(),
        basic.apiVersion(),
        hasBus ? address(bus) : "",
        heap.bytes(),
        heap.free(),
        queue.family(),
        limits(basic, sizes, queue),
        CapabilityReader.read(device, stack));
  }

  private boolean has(String extension) {
    return CapabilityReader.extensions(device).contains(extension);
  }

  private static String kind(int type) {
    return switch (type) {
      case VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU -> "discrete GPU";
      case VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU -> "integrated GPU";
      case VK_PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU -> "virtual GPU";
      case VK_PHYSICAL_DEVICE_TYPE_CPU -> PhysicalDevice.CPU;
      default -> "device of another kind";
    };
  }

  private static String address(VkPhysicalDevicePCIBusInfoPropertiesEXT bus) {
    return "%04x:%02x:%02x.%x"
        .formatted(bus.pciDomain(), bus.pciBus(), bus.pciDevice(), bus.pciFunction());
  }

  /** The first for kernels that has time stamps, else the first for kernels. */
  private Queue queue() {
    IntBuffer count = stack.mallocInt(1);
    vkGetPhysicalDeviceQueueFamilyProperties(device, count, null);
    var families = VkQueueFamilyProperties.calloc(count.get(0), stack);
    vkGetPhysicalDeviceQueueFamilyProperties(device, count, families);
    Queue best = new Queue(-1, 0);
    for (int i = 0; i < families.capacity(); i++) {
      VkQueueFamilyProperties family = families.get(i);
      boolean isBetter =
          best.family() < 0 || best.tickBits() == 0 && family.timestampValidBits() > 0;
      if ((family.queueFlags() & VK_QUEUE_COMPUTE_BIT) != 0 && isBetter) {
        best = new Queue(i, family.timestampValidBits());
      }
    }
    return best;
  }

  private Heap heap() {
    var budget = VkPhysicalDeviceMemoryBudgetPropertiesEXT.calloc(stack).sType$Default();
    var all = VkPhysicalDeviceMemoryProperties2.calloc(stack).sType$Default();
    boolean hasBudget = has(EXTMemoryBudget.VK_EXT_MEMORY_BUDGET_EXTENSION_NAME);
    if (hasBudget) {
      all.pNext(budget);
    }
    vkGetPhysicalDeviceMemoryProperties2(device, all);
    var memory = all.memoryProperties();
    Heap largest = new Heap(0, 0);
    for (int i = 0; i < memory.memoryHeapCount(); i++) {
      boolean isLocal = (memory.memoryHeaps(i).flags() & VK_MEMORY_HEAP_DEVICE_LOCAL_BIT) != 0;
      long bytes = memory.memoryHeaps(i).size();
      if (isLocal && bytes > largest.bytes()) {
        long free = hasBudget ? budget.heapBudget(i) - budget.heapUsage(i) : bytes;
        largest = new Heap(bytes, Math.clamp(free, 0, bytes));
      }
    }
    return largest;
  }

  private DeviceLimits limits(
      VkPhysicalDeviceProperties basic, VkPhysicalDeviceMaintenance3Properties sizes, Queue queue) {
    VkPhysicalDeviceLimits limits = basic.limits();
    boolean isHost = basic.deviceType() == VK_PHYSICAL_DEVICE_TYPE_CPU;
    return new DeviceLimits(
        Integer.toUnsignedLong(limits.maxStorageBufferRange()),
        sizes.maxMemoryAllocationSize(),
        limits.minStorageBufferOffsetAlignment(),
        limits.maxPerStageDescriptorStorageBuffers(),
        limits.maxPushConstantsSize(),
        limits.maxComputeSharedMemorySize(),
        Math.min(limits.maxComputeWorkGroupInvocations(), limits.maxComputeWorkGroupSize(0)),
        Integer.toUnsignedLong(limits.maxComputeWorkGroupCount(0)),
        Math.min(
            Integer.toUnsignedLong(limits.maxComputeWorkGroupCount(1)),
            Integer.toUnsignedLong(limits.maxComputeWorkGroupCount(2))),
        computeUnits(isHost),
        limits.timestampPeriod(),
        queue.tickBits());
  }

  /** Makers tell it each in a way of their own; the host's processor has its cores. */
  private int computeUnits(boolean isHost) {
    return isHost ? Runtime.getRuntime().availableProcessors() : UNKNOWN_UNITS;
  }
}
