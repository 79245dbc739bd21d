package assay.kernels.opencl;

import assay.kernels.compute.ComputeMemory;

/** OpenCL's {@code cl_mem}. */
final class OpenClMemory implements ComputeMemory {

  private final OpenCl cl;
  private final long handle;
  private final long bytes;
  private boolean closed;

  /**
   * @param bytes without those behind that may be read
   */
  OpenClMemory(OpenCl cl, long handle, long bytes) {
    this.cl = cl;
    this.handle = handle;
    this.bytes = bytes;
  }

  long handle() {
    return handle;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      cl.call(Call.RELEASE_MEMORY, handle);
    }
  }
}
