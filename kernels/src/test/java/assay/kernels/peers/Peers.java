package assay.kernels.peers;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import assay.kernels.Availability;

/** Tests against libraries that a machine may lack. */
public final class Peers {

  private Peers() {}

  /**
   * Skips the calling test with the reason when the library is absent, or fails it when {@code
   * ASSAY_REQUIRE_PEERS} is true.
   */
  public static void require(String what, Availability availability) {
    if (availability instanceof Availability.Unavailable(String reason)) {
      String message = what + " is not on this machine: " + reason;
      if (Boolean.parseBoolean(System.getenv("ASSAY_REQUIRE_PEERS"))) {
        fail(message);
      }
      abort(message);
    }
  }
}
