package assay.kernels.vulkan;

import assay.kernels.KernelVariant;
import assay.kernels.binding.CodeCache;
import assay.kernels.binding.LibraryFolders;
import assay.kernels.binding.PrivateCache;
import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.compute.ComputeDevice;
import assay.kernels.compute.ComputeDriver;
import assay.kernels.device.DeviceBackend.Found;
import java.nio.file.Path;
import java.util.List;

/**
 * The devices behind the Vulkan loader.
 *
 * @param folders where the loader may lie
 * @param cache folder for LWJGL's library and for what was measured of kernels
 */
public record VulkanDriver(LibraryFolders folders, Path cache) implements ComputeDriver {

  static final String ID = "vulkan";

  /** Environment variable with folders to look for the loader in first. */
  static final String VARIABLE = "ASSAY_VULKAN";

  public static VulkanDriver ofThisMachine() {
    return new VulkanDriver(
        LibraryFolders.fromEnvironment(VARIABLE, "assay.vulkan"), PrivateCache.ofUser(ID));
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "Assay's portable kernels through Vulkan";
  }

  @Override
  public List<KernelVariant> variants(ComputeDevice device) {
    Capabilities can = ((VulkanDevice) device).capabilities();
    return List.of(new VulkanMatmulCooperative(device, can));
  }

  @Override
  public Found<ComputeDevice> find() throws UnusableLibraryException {
    Path loader = VulkanLibrary.find(folders).path();
    DriverTrial.of(loader, cache, System.getenv()).require();
    List<PhysicalDevice> all = VulkanInstance.open(folders, cache).devices();
    List<String> remarks =
        all.stream()
            .flatMap(
                device -> device.problem().map(problem -> device.name() + " " + problem).stream())
            .toList();
    List<ComputeDevice> devices =
        all.stream()
            .filter(device -> device.problem().isEmpty())
            .<ComputeDevice>map(device -> new VulkanDevice(device, new CodeCache(cache)))
            .toList();
    if (devices.isEmpty()) {
      throw new UnusableLibraryException(
          remarks.isEmpty()
              ? "the Vulkan drivers have no device that this process may use"
              : "no device that can be used: " + String.join("; ", remarks));
    }
    return new Found<>(devices, remarks);
  }
}
