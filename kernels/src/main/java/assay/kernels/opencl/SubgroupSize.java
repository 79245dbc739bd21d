package assay.kernels.opencl;

import assay.kernels.device.DriverException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/**
 * How many work items of a device exchange values directly.
 *
 * <p>OpenCL tells it for a compiled kernel only, since a compiler may choose; what is here is what
 * a driver says of the device, and 0 means that kernels are not to count on it.
 */
final class SubgroupSize {

  private static final int WARP_OF_NVIDIA = 0x4003;
  private static final int WAVEFRONT_OF_AMD = 0x4043;

  private SubgroupSize() {}

  static int of(DeviceFacts.Asked ask, Set<String> extensions) {
    if (!extensions.contains("cl_khr_subgroups") && !extensions.contains("cl_intel_subgroups")) {
      return 0;
    }
    if (extensions.contains("cl_nv_device_attribute_query")) {
      return ask.optionalNumber(WARP_OF_NVIDIA).orElse(0L).intValue();
    }
    if (extensions.contains("cl_amd_device_attribute_query")) {
      return ask.optionalNumber(WAVEFRONT_OF_AMD).orElse(0L).intValue();
    }
    return smallestOfIntel(ask, extensions);
  }

  private static int smallestOfIntel(DeviceFacts.Asked ask, Set<String> extensions) {
    if (!extensions.contains("cl_intel_required_subgroup_size")) {
      return 0;
    }
    try {
      byte[] sizes = ask.bytes(Info.DEVICE_SUBGROUP_SIZES_INTEL);
      return sizes.length < Long.BYTES
          ? 0
          : (int) ByteBuffer.wrap(sizes).order(ByteOrder.nativeOrder()).getLong();
    } catch (DriverException e) {
      return 0;
    }
  }
}
