package assay.kernels;

import java.util.Locale;

/** What was asked for cannot run; the message says why. */
public final class KernelUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public KernelUnavailableException(String backend, String reason) {
    super(backend + ": " + reason);
  }

  /**
   * Said before anything is allocated: a driver that runs out of memory may page instead of
   * failing.
   *
   * @param neededBytes more than the free ones
   */
  public static KernelUnavailableException ofMemory(
      String backend, Device device, long neededBytes, long freeBytes) {
    // All in one unit, so that they can be compared by eye.
    int power = neededBytes >= 1L << 30 ? 30 : neededBytes >= 1L << 20 ? 20 : 10;
    String unit = power == 30 ? "GiB" : power == 20 ? "MiB" : "KiB";
    double one = 1L << power;
    return new KernelUnavailableException(
        backend,
        String.format(
            Locale.ROOT,
            "needs %1$.3g %4$s, %2$.3g %4$s are free on %5$s: %3$.3g %4$s missing",
            neededBytes / one,
            freeBytes / one,
            (neededBytes - freeBytes) / one,
            unit,
            device.id()));
  }
}
