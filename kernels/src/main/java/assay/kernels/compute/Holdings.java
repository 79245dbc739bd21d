package assay.kernels.compute;

import assay.kernels.DeviceLostException;
import java.util.ArrayList;
import java.util.List;

/** What a kernel has on a device, given back together. */
final class Holdings implements AutoCloseable {

  private final ComputeDevice device;
  private final List<ComputeMemory> memories = new ArrayList<>();
  private final List<Submission> submissions = new ArrayList<>();
  private boolean closed;

  Holdings(ComputeDevice device) {
    this.device = device;
  }

  ComputeMemory allocate(long bytes) {
    ComputeMemory memory = device.allocate(bytes);
    memories.add(memory);
    return memory;
  }

  Submission hold(Submission submission) {
    submissions.add(submission);
    return submission;
  }

  /** Before the rest. */
  void release(ComputeMemory memory) {
    device.await();
    memories.remove(memory);
    memory.close();
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
    all.add(device::await);
    submissions.forEach(submission -> all.add(submission::close));
    memories.forEach(memory -> all.add(memory::close));
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
