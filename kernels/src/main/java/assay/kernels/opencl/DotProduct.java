package assay.kernels.opencl;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import assay.kernels.device.DriverException;
import java.lang.foreign.MemorySegment;
import java.util.Set;

/** What a driver tells of products of four packed bytes, cl_khr_integer_dot_product. */
final class DotProduct {

  /** CL_DEVICE_INTEGER_DOT_PRODUCT_INPUT_4x8BIT_PACKED_KHR. */
  private static final long PACKED = 1;

  private DotProduct() {}

  static boolean isThere(DeviceFacts.Asked ask, Set<String> extensions) {
    return extensions.contains("cl_khr_integer_dot_product")
        && (ask.optionalNumber(Info.DEVICE_DOT_CAPABILITIES).orElse(0L) & PACKED) != 0;
  }

  /**
   * Of signed ones, the first word of a structure; no where the first version of the extension does
   * not tell.
   */
  static boolean isAccelerated(DeviceFacts.Asked ask) {
    try {
      byte[] words = ask.bytes(Info.DEVICE_DOT_ACCELERATION);
      return words.length >= Integer.BYTES
          && MemorySegment.ofArray(words).get(JAVA_INT.withByteAlignment(1), 0) != 0;
    } catch (DriverException e) {
      return false;
    }
  }
}
