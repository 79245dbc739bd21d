package assay.kernels;

/** What was asked for cannot run; the message says why. */
public final class KernelUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final double GIB = 1L << 30;

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
    return new KernelUnavailableException(
        backend,
        "needs %.3g GiB, %.3g GiB are free on %s: %.3g GiB missing"
            .formatted(
                neededBytes / GIB, freeBytes / GIB, device.id(), (neededBytes - freeBytes) / GIB));
  }
}
