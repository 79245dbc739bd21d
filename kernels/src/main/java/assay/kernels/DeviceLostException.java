package assay.kernels;

/**
 * A device that was there is gone: it fell off its bus, its driver reset it, or a kernel of this
 * process put it into a state that only a new process gets out of.
 */
public final class DeviceLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param device its id
   * @param what the driver said, and of which call
   */
  public DeviceLostException(String device, String what) {
    super("device %s was lost: %s".formatted(device, what));
  }
}
