package assay.kernels.vector.matvec;

import assay.kernels.Format;
import java.util.Optional;

/** The interleaved layout of each format that has one. */
final class Interleavings {

  private Interleavings() {}

  static Optional<Interleaving> of(Format format) {
    return switch (format) {
      case Q4_0 -> Optional.of(new InterleavedQ4x0());
      case Q8_0 -> Optional.of(new InterleavedQ8x0());
      case Q4_K -> Optional.of(new InterleavedQ4K());
      case Q6_K -> Optional.of(new InterleavedQ6K());
      default -> Optional.empty();
    };
  }
}
