package assay.kernels.compute;

import assay.kernels.Device;
import assay.kernels.DeviceLostException;
import assay.kernels.DeviceTimer;
import assay.kernels.KernelUnavailableException;
import assay.kernels.QueuedGraph;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * This process on one device: its memory, its code, and its one queue, in which everything runs in
 * the order in which it was enqueued.
 *
 * <p>Listing it starts nothing: what a driver needs for that is started by the first call that
 * allocates, compiles or enqueues, and lasts as long as the process. Used by one thread at a time.
 * Calls throw {@link ComputeException} when the driver fails, and {@link DeviceLostException} when
 * nothing will work in this process any more.
 */
public interface ComputeDevice {

  /** The name of the backend that it belongs to. */
  String backend();

  /** As backends list it. */
  Device listed();

  /** For the record: the interface and the driver with their versions. */
  String driver();

  /** What the device is, for {@link assay.kernels.Execution#isa}: {@code CPU, OpenCL C 1.2}. */
  String kind();

  Limits limits();

  Features features();

  /** Free for this process now; all of it where the driver does not tell. */
  long freeBytes();

  /**
   * Memory of the device, its content undefined, its size rounded up to whole words, with 16 bytes
   * behind them that may be read.
   *
   * @throws KernelUnavailableException when it is longer than {@link Limits#largestAllocation}, or
   *     the device has not that much
   */
  ComputeMemory allocate(long bytes);

  /** Returns when the bytes are there. The source may lie on the Java heap. */
  void upload(MemorySegment from, ComputeMemory to, long offset);

  /** Waits for the queue, then returns with the bytes. */
  void download(ComputeMemory from, long offset, MemorySegment to);

  /**
   * Enqueues filling words.
   *
   * @param offset a multiple of 4, as {@code bytes}
   */
  void fill(ComputeMemory memory, long offset, long bytes, int word);

  /**
   * A kernel, compiled and loaded unless it was before; kept for the rest of the process.
   *
   * @throws KernelUnavailableException when it is not there for this device or does not compile,
   *     with the compiler's log
   */
  ComputeFunction function(Module module);

  /**
   * Launches that are enqueued together: each begins when the one before is complete, and sees what
   * it wrote. Enqueues nothing yet.
   */
  Submission submission(List<Launch> launches);

  /**
   * Several submissions as one; empty where the interface has no such thing.
   *
   * @param round in the order in which they run, each perhaps several times
   */
  default Optional<QueuedGraph> graph(List<Submission> round) {
    return Optional.empty();
  }

  /** Returns when everything that was enqueued is complete. */
  void await();

  /** By the device's clock; empty where it has none that a program can read. */
  Optional<DeviceTimer> timer();
}
