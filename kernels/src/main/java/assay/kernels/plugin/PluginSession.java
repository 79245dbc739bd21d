package assay.kernels.plugin;

import assay.kernels.DeviceTimer;

/** A device in use, by as many kernels as are open; the last one gives it back. */
final class PluginSession {

  private final Plugin plugin;
  private final int device;
  private long handle;
  private int users;

  PluginSession(Plugin plugin, int device) {
    this.plugin = plugin;
    this.device = device;
  }

  Plugin plugin() {
    return plugin;
  }

  /** Opens the device for the first. */
  synchronized long use() {
    if (users == 0) {
      handle = plugin.open(device);
    }
    users++;
    return handle;
  }

  synchronized void giveBack() {
    users--;
    if (users == 0 && !plugin.isLost()) {
      plugin.close(handle);
    }
  }

  void await() {
    plugin.await(handle);
  }

  /** Makes the next run fail. */
  void inject(PluginFault fault, long argument) {
    plugin.inject(handle, fault, argument);
  }

  DeviceTimer timer() {
    return new DeviceTimer() {
      @Override
      public void begin() {
        plugin.timer(PluginFunction.TIMER_BEGIN, handle);
      }

      @Override
      public void end() {
        plugin.timer(PluginFunction.TIMER_END, handle);
      }

      @Override
      public long nanos() {
        return plugin.timer(PluginFunction.TIMER_NANOS, handle);
      }

      @Override
      public void close() {}
    };
  }
}
