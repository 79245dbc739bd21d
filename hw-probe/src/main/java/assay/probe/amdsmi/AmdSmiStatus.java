package assay.probe.amdsmi;

import assay.probe.Reading;
import assay.probe.vendor.VendorLibrary;

/** What AMD SMI's return codes mean to the one who asked ({@code amdsmi_status_t}). */
final class AmdSmiStatus {

  static final int SUCCESS = 0;

  private AmdSmiStatus() {}

  static <T> Reading<T> refused(String function, int code) {
    return switch (code) {
      case VendorLibrary.MISSING ->
          Reading.unsupported("this release of AMD SMI has no %s".formatted(function));
      case 2, 3 ->
          Reading.unsupported("this GPU or its driver does not state it (%s)".formatted(function));
      case 8 -> Reading.unreadable("the driver did not answer %s in time".formatted(function));
      case 10 ->
          Reading.denied(
              "AMD SMI answers %s to members of the groups video and render only"
                  .formatted(function));
      case 12, 14, 52 ->
          Reading.unreadable(
              "%s cannot read what the driver holds; the GPU may be gone (AMD SMI's error %d)"
                  .formatted(function, code));
      case 30 -> Reading.unreadable("the GPU was busy when %s was called".formatted(function));
      case 31 -> Reading.absent("AMD SMI finds no such device (%s)".formatted(function));
      case 32 ->
          Reading.unreadable("AMD SMI was not initialized when %s was called".formatted(function));
      case 34 -> Reading.absent("AMD's kernel driver is not loaded (AMD SMI)");
      case 40 -> Reading.unsupported("there is no data (%s)".formatted(function));
      default ->
          Reading.unreadable(
              "%s failed with AMD SMI's error %s"
                  .formatted(function, Integer.toUnsignedString(code)));
    };
  }
}
