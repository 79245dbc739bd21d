package assay.probe.energy;

import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Scope;

/**
 * Whether two channels tell of the same energy, altogether or in part. Where that cannot be known
 * they are taken to: a sum that leaves something out is said to, one that counts twice is wrong.
 */
final class Overlap {

  /** Where Intel's processors have always had their own graphics. */
  private static final String INTEL_GRAPHICS = "0000:00:02.";

  private Overlap() {}

  static boolean isBattery(Channel channel) {
    return channel.scope() == Scope.MACHINE && channel.id().startsWith("battery");
  }

  /** Sensors beside the host's processor are of a socket, those of a card of a PCI address. */
  static boolean isPci(Channel channel) {
    return channel.part().contains(":");
  }

  /** Whether both are of one thing as a whole. */
  static boolean isTwin(Channel a, Channel b) {
    if (a.scope() != b.scope()) {
      return false;
    }
    if (a.part().equals(b.part()) || a.part().isEmpty() || b.part().isEmpty()) {
      return !(isBattery(a) && isBattery(b)) || a.id().equals(b.id());
    }
    return switch (a.scope()) {
      // What runs the machine is what its batteries give.
      case MACHINE -> isBattery(a) != isBattery(b);
      // A driver of graphics tells of the processor's package or of its own module.
      case PACKAGE, MODULE -> isPci(a) != isPci(b);
      default -> false;
    };
  }

  /** Whether one is a part of the other. A card holds its own chip and memory, not the host's. */
  static boolean contains(Channel whole, Channel part) {
    if (whole.scope() == Scope.PACKAGE && part.part().startsWith(INTEL_GRAPHICS)) {
      return part.scope().ordinal() > Scope.PACKAGE.ordinal();
    }
    if (!whole.scope().contains(part.scope())) {
      return false;
    }
    return whole.scope() != Scope.BOARD
        || part.scope() == Scope.RAIL
        || part.scope() == Scope.LINK
        || part.part().isEmpty()
        || whole.part().isEmpty()
        || part.part().startsWith(whole.part());
  }

  /** Either way. */
  static boolean overlaps(Channel a, Channel b) {
    return isTwin(a, b) || contains(a, b) || contains(b, a);
  }
}
