package assay.bench.turns;

import java.io.IOException;

/** A side would not begin: its options, or its build, are not what they should be. */
public final class RefusedSideException extends IOException {
  private static final long serialVersionUID = 1L;

  RefusedSideException(String message) {
    super(message);
  }
}
