package assay.probe.levelzero;

import assay.probe.Reading;
import assay.probe.vendor.VendorLibrary;

/** What Level Zero's return codes mean to the one who asked ({@code ze_result_t}). */
final class ZesStatus {

  static final int SUCCESS = 0;

  private ZesStatus() {}

  static <T> Reading<T> refused(String function, int code) {
    return switch (code) {
      case VendorLibrary.MISSING ->
          Reading.unsupported("this loader of Level Zero has no %s".formatted(function));
      case 0x70000001 ->
          Reading.unreadable(
              "the GPU is lost: it hung, was reset or was removed (Level Zero's %s)"
                  .formatted(function));
      case 0x70000006 ->
          Reading.unreadable(
              "the GPU must be reset before it can be used (Level Zero's %s)".formatted(function));
      case 0x70000007 -> Reading.unresolved("the GPU sleeps (Level Zero's %s)".formatted(function));
      case 0x70010000 ->
          Reading.denied(
              "Level Zero answers %s to root or to members of the group render only"
                  .formatted(function));
      case 0x70010001 ->
          Reading.unsupported("it is in use by somebody else (%s)".formatted(function));
      case 0x70020000 ->
          Reading.absent("Level Zero misses a part of Intel's driver (%s)".formatted(function));
      case 0x78000001 ->
          Reading.absent("no driver of Level Zero is installed (%s)".formatted(function));
      case 0x78000002, 0x78000003 ->
          Reading.unsupported("this GPU or its driver does not state it (%s)".formatted(function));
      default ->
          Reading.unreadable("%s failed with Level Zero's error 0x%x".formatted(function, code));
    };
  }
}
