package assay.kernels.gpu.driver;

/** A call of a driver that did not succeed. */
public final class GpuException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * @param status the driver's own number
   * @param message call, name and text of the error
   */
  GpuException(int status, String message) {
    super(message);
    this.status = status;
  }

  public int status() {
    return status;
  }

  /** CUDA_ERROR_OUT_OF_MEMORY and hipErrorOutOfMemory. */
  public boolean isOutOfMemory() {
    return status == 2;
  }
}
