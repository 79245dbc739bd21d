package assay.probe.nvml;

import assay.probe.Reading;
import assay.probe.vendor.VendorLibrary;

/** What NVML's return codes mean to the one who asked ({@code nvmlReturn_t}). */
final class NvmlStatus {

  static final int SUCCESS = 0;
  static final int NOT_SUPPORTED = 3;

  static final int FUNCTION_NOT_FOUND = 13;

  static final int ARGUMENT_VERSION_MISMATCH = 25;

  private NvmlStatus() {}

  /**
   * Why a call gave nothing. Codes that speak of the whole device or driver do not name the
   * function, so that one fault reads as one.
   */
  static <T> Reading<T> refused(String function, int code) {
    return switch (code) {
      case 1 ->
          Reading.unreadable("NVML was not initialized when %s was called".formatted(function));
      case NOT_SUPPORTED ->
          Reading.unsupported("this GPU or its driver does not state it (%s)".formatted(function));
      case 4 -> Reading.denied("NVML answers %s to other users only".formatted(function));
      case 6 -> Reading.absent("NVML finds no such device (%s)".formatted(function));
      case 8 -> Reading.unsupported("the GPU's power cables are not attached properly (NVML)");
      case 9 -> Reading.absent("NVIDIA's kernel driver is not loaded (NVML)");
      case 10 -> Reading.unreadable("the driver did not answer %s in time".formatted(function));
      case 11 -> Reading.unreadable("the kernel has trouble with the GPU's interrupts (NVML)");
      case VendorLibrary.MISSING, FUNCTION_NOT_FOUND ->
          Reading.unsupported("this driver's NVML has no %s".formatted(function));
      case 14 -> Reading.unreadable("the GPU's infoROM is corrupted (NVML)");
      case 15 ->
          Reading.unreadable(
              "the GPU is lost: it has fallen off the bus and needs a reset or a reboot (NVML)");
      case 16 -> Reading.unreadable("the GPU must be reset before it can be used (NVML)");
      case 17 ->
          Reading.denied("the system or a control group keeps this process from the GPU (NVML)");
      case 18 ->
          Reading.unreadable(
              "NVIDIA's kernel driver and its libraries are of different versions (NVML): reboot,"
                  + " or load the driver again");
      case 19 -> Reading.unsupported("the GPU is in use by somebody else (NVML)");
      case 21 -> Reading.unsupported("there is no data yet (%s)".formatted(function));
      case ARGUMENT_VERSION_MISMATCH ->
          Reading.unsupported("this driver knows another version of %s".formatted(function));
      case 26 -> Reading.unsupported("this driver has given up %s".formatted(function));
      case 28 -> Reading.absent("NVML finds no GPU");
      default -> Reading.unreadable("%s failed with NVML's error %d".formatted(function, code));
    };
  }
}
