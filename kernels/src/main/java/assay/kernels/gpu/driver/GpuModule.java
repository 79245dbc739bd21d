package assay.kernels.gpu.driver;

import java.lang.foreign.Arena;

/** Code that was loaded onto a device. */
public final class GpuModule implements AutoCloseable {

  private final Driver driver;
  private final long handle;
  private boolean closed;

  GpuModule(Driver driver, long handle) {
    this.driver = driver;
    this.handle = handle;
  }

  /**
   * A kernel of this module.
   *
   * @throws GpuException when it has none of this name
   */
  public GpuFunction function(String name) {
    try (Arena arena = Arena.ofConfined()) {
      return new GpuFunction(
          driver, name, driver.longOf(Call.MODULE_FUNCTION, handle, arena.allocateFrom(name)));
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      driver.call(Call.MODULE_UNLOAD, handle);
    }
  }
}
