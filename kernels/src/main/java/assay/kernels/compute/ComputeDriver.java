package assay.kernels.compute;

import assay.kernels.KernelVariant;
import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.device.DeviceBackend.Found;
import assay.kernels.device.DriverException;
import java.util.List;

/** One interface to devices: OpenCL, Vulkan. */
public interface ComputeDriver {

  /** The backend's name. */
  String id();

  /** One line for people. */
  String description();

  /**
   * Loads the interface's library and lists the devices behind it, starting nothing on them.
   *
   * @throws UnusableLibraryException when there is no library, or none that works, or no device, in
   *     one sentence
   * @throws DriverException when the driver fails
   */
  Found<ComputeDevice> find() throws UnusableLibraryException;

  /** What runs by this interface alone on a device, best first; preferred to portable kernels. */
  default List<KernelVariant> variants(ComputeDevice device) {
    return List.of();
  }
}
