package assay.kernels.gpu.driver;

import assay.kernels.device.Holding;

/** A piece of a device's memory. */
public final class GpuMemory implements Holding {

  /** Bytes: what both makers align memory to, at the least. */
  public static final int ALIGNMENT = 256;

  private final GpuContext context;
  private final long address;
  private final long bytes;
  private boolean closed;

  GpuMemory(GpuContext context, long address, long bytes) {
    this.context = context;
    this.address = address;
    this.bytes = bytes;
  }

  /** On the device; a multiple of {@link #ALIGNMENT}. */
  public long address() {
    return address;
  }

  public long bytes() {
    return bytes;
  }

  /**
   * The address of a part.
   *
   * @throws IndexOutOfBoundsException when the part is not inside
   */
  public long at(long offset, long length) {
    if (offset < 0 || length < 0 || offset > bytes - length) {
      throw new IndexOutOfBoundsException(
          "%d bytes from %d on, of %d on the device".formatted(length, offset, bytes));
    }
    return address + offset;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      context.free(this);
    }
  }
}
