package assay.kernels.compute;

import assay.kernels.Device;
import assay.kernels.KernelUnavailableException;
import assay.kernels.device.DeviceQueue;
import assay.kernels.device.DriverException;
import assay.kernels.device.Submission;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/**
 * This process on one device: its memory, its code, and its queue.
 *
 * <p>Listing it starts nothing: what a driver needs for that is started by the first call that
 * allocates, compiles or enqueues, and lasts as long as the process. Calls throw {@link
 * DriverException} when the driver fails.
 */
public interface ComputeDevice extends DeviceQueue<ComputeMemory> {

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

  /** Of this device; the same at every call. */
  TileChoices tileChoices();

  /**
   * Memory of the device, its content undefined, its size rounded up to whole words, with 16 bytes
   * behind them that may be read.
   *
   * @throws KernelUnavailableException when it is longer than {@link Limits#largestAllocation}, or
   *     the device has not that much
   */
  ComputeMemory allocate(long bytes);

  /**
   * Enqueues filling words.
   *
   * @param offset a multiple of 4, as {@code bytes}
   */
  void fill(ComputeMemory memory, long offset, long bytes, int word);

  /** Drivers fill words; what is left of one is uploaded. */
  @Override
  default void fillBytes(ComputeMemory memory, long offset, long bytes, byte value) {
    long words = bytes / Integer.BYTES * Integer.BYTES;
    fill(memory, offset, words, 0x01010101 * Byte.toUnsignedInt(value));
    if (words < bytes) {
      byte[] rest = new byte[(int) (bytes - words)];
      Arrays.fill(rest, value);
      upload(MemorySegment.ofArray(rest), memory, offset + words);
    }
  }

  /**
   * A kernel, compiled and loaded unless it was before; kept for the rest of the process.
   *
   * @throws KernelUnavailableException when it is not there for this device or does not compile,
   *     with the compiler's log
   */
  ComputeFunction function(Module module);

  /** SHA-256 in hexadecimal of what a kernel is made from, compiling nothing. */
  String sourceHash(Module module);

  /**
   * Launches that are enqueued together: each begins when the one before is complete, and sees what
   * it wrote. Enqueues nothing yet.
   */
  Submission submission(List<Launch> launches);
}
