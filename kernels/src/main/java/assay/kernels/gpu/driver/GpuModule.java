package assay.kernels.gpu.driver;

import assay.kernels.device.DriverException;
import java.lang.foreign.Arena;

/** Code that was loaded onto a device. */
public final class GpuModule implements AutoCloseable {

  private final Driver driver;
  private final long handle;
  private final int mostShared;
  private boolean closed;

  GpuModule(GpuDevice device, long handle) {
    driver = device.driver();
    mostShared = device.sharedBytes();
    this.handle = handle;
  }

  /**
   * A kernel of this module.
   *
   * @throws DriverException when it has none of this name
   */
  public GpuFunction function(String name) {
    try (Arena arena = Arena.ofConfined()) {
      long function = driver.longOf(Call.MODULE_FUNCTION, handle, arena.allocateFrom(name));
      return new GpuFunction(driver, name, function, mostShared);
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
