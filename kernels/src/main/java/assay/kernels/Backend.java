package assay.kernels;

import java.util.List;

/** One way of executing the operations. Cheap to construct; loads nothing until asked. */
public interface Backend {

  /** The name on the command line and in records: {@code vector}, {@code ggml}. */
  String id();

  /** One line for people. */
  String description();

  Availability availability();

  /** Empty when unavailable. */
  List<Device> devices();

  /** What is at hand for this backend and cannot be used, each with its reason. */
  default List<String> remarks() {
    return List.of();
  }

  /** What decides how the device will do before anything runs on it: whose code it gets. */
  default List<String> notes(Device device) {
    return List.of();
  }

  Support supports(Spec spec, Device device);

  /** Names that {@link Settings#variant} may take for this spec, best first. */
  default List<String> variants(Spec spec) {
    return List.of();
  }

  /** What the device can do at most, each yet to be measured; none for the host's processor. */
  default List<DeviceCeiling> ceilings(Device device) {
    return List.of();
  }

  /**
   * Uploads, packs and compiles; timed apart from {@link PreparedKernel#run}. A {@link
   * QueuedKernel} where the device is not the host's processor.
   *
   * @throws KernelUnavailableException when the spec or the settings are not supported, or the
   *     device has not the memory
   * @throws DeviceLostException when the device is gone
   */
  PreparedKernel prepare(Spec spec, Device device, Inputs inputs, Settings settings);
}
