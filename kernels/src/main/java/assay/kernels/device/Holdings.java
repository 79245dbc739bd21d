package assay.kernels.device;

import assay.kernels.DeviceLostException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/** What a kernel has on a device and on the host, given back together. */
public final class Holdings implements Holding {

  private final DeviceQueue<?> queue;
  private final List<Holding> held = new ArrayList<>();
  private Arena arena;
  private boolean closed;

  public Holdings(DeviceQueue<?> queue) {
    this.queue = queue;
  }

  public <T extends Holding> T hold(T one) {
    held.add(one);
    return one;
  }

  /** Of the host, as long as the kernel. */
  public Arena arena() {
    if (arena == null) {
      arena = Arena.ofShared();
      hold(arena::close);
    }
    return arena;
  }

  /** Before the rest. */
  public void release(Holding one) {
    queue.await();
    held.remove(one);
    one.close();
  }

  /**
   * All of it, the last first, whatever fails on the way; the first failure is thrown then. That a
   * device is lost is none: its memory went with it, and whoever used it was told.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    // What is still queued uses the memory.
    held.add(queue::await);
    RuntimeException first = null;
    for (Holding one : held.reversed()) {
      try {
        one.close();
      } catch (DeviceLostException e) {
        continue;
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
