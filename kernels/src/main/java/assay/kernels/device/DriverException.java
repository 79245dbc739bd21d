package assay.kernels.device;

/** A call of a driver that failed; the message names the call and what the driver said. */
public final class DriverException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * @param status the driver's number for it
   */
  public DriverException(int status, String message) {
    super(message);
    this.status = status;
  }

  public int status() {
    return status;
  }
}
