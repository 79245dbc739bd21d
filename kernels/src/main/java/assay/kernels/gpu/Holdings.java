package assay.kernels.gpu;

import assay.kernels.DeviceLostException;
import assay.kernels.gpu.driver.GpuContext;
import assay.kernels.gpu.driver.GpuMemory;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/** What a kernel has on a device and on the host, given back together. */
final class Holdings implements AutoCloseable {

  private final GpuContext context;
  private final Arena arena = Arena.ofShared();
  private final List<GpuMemory> memories = new ArrayList<>();
  private final List<Runnable> closings = new ArrayList<>();
  private boolean closed;

  Holdings(GpuContext context) {
    this.context = context;
  }

  /** Of the host, as long as the kernel. */
  Arena arena() {
    return arena;
  }

  GpuMemory allocate(long bytes) {
    GpuMemory memory = context.allocate(bytes);
    memories.add(memory);
    return memory;
  }

  /** Before the rest. */
  void release(GpuMemory memory) {
    context.queue().await();
    memories.remove(memory);
    memory.close();
  }

  /** What gives back that is not memory of the device. */
  void onClose(Runnable closing) {
    closings.add(closing);
  }

  /**
   * All of it, whatever fails on the way; the first failure is thrown then. That a device is lost
   * is none: its memory went with it, and whoever used it was told.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    List<Runnable> all = new ArrayList<>();
    // What is still queued uses the memory.
    all.add(() -> context.queue().await());
    memories.forEach(memory -> all.add(memory::close));
    all.addAll(closings);
    all.add(arena::close);
    RuntimeException first = null;
    for (Runnable one : all) {
      try {
        one.run();
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
