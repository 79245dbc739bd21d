package assay.kernels.gpu.driver;

import assay.kernels.Device;
import assay.kernels.DeviceMemory;
import assay.kernels.binding.Downcalls;
import assay.kernels.device.DriverException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.Optional;

/**
 * What a driver tells of a device before anything is started on it.
 *
 * @param index of the driver's devices
 * @param name as its maker calls it
 * @param pciAddress as Linux writes it, {@code 0000:01:00.0}
 * @param architecture as compilers call it: {@code sm_90}, {@code gfx942}
 * @param memoryBytes in total
 * @param l2Bytes of the cache that all multiprocessors share
 * @param multiprocessors or compute units
 * @param sharedBytes at most that a block may have
 */
public record GpuDevice(
    Driver driver,
    int index,
    String name,
    String pciAddress,
    String architecture,
    long memoryBytes,
    long l2Bytes,
    int multiprocessors,
    int sharedBytes) {

  private static final int TEXT = 256;

  static GpuDevice read(Driver driver, int index) {
    String pciAddress = text(driver, Call.DEVICE_PCI, index).toLowerCase(Locale.ROOT);
    int major = attribute(driver, index, Attribute.CAPABILITY_MAJOR);
    int minor = attribute(driver, index, Attribute.CAPABILITY_MINOR);
    return new GpuDevice(
        driver,
        index,
        text(driver, Call.DEVICE_NAME, index),
        pciAddress,
        driver.maker() == Maker.CUDA
            ? "sm_%d%d".formatted(major, minor)
            : KfdTopology.ofThisMachine()
                .architecture(pciAddress)
                .orElse("gfx%d%dx".formatted(major, minor)),
        driver.longOf(Call.DEVICE_MEMORY, index),
        attribute(driver, index, Attribute.L2_BYTES),
        attribute(driver, index, Attribute.MULTIPROCESSORS),
        attribute(driver, index, Attribute.SHARED_PER_BLOCK_AT_MOST));
  }

  private static int attribute(Driver driver, int index, Attribute attribute) {
    return driver.intOf(Call.DEVICE_ATTRIBUTE, attribute.number(driver.maker()), index);
  }

  private static String text(Driver driver, Call call, int index) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(TEXT);
      driver.call(call, buffer, TEXT, index);
      return Downcalls.string(buffer).strip();
    }
  }

  public Maker maker() {
    return driver.maker();
  }

  /** {@code cuda0}. */
  public String id() {
    return maker().id() + index;
  }

  /** Times ten, 90 for {@code sm_90}; 0 for AMD's. */
  public int computeCapability() {
    return architecture.startsWith("sm_") ? Integer.parseInt(architecture.substring(3)) : 0;
  }

  /** False for one of AMD's whose stepping is told by nobody: then it ends in an x. */
  public boolean isArchitectureKnown() {
    return !architecture.endsWith("x");
  }

  /**
   * As backends list it, with all of its memory for free: neither driver tells what is before a
   * context is made, which takes memory itself and in exclusive mode keeps others out. NVML and
   * amdgpu's files would tell, but it is only a plan: each kernel asks the context before it
   * allocates, and a cold case goes round fewer copies where one does not fit any more.
   */
  public Device listed() {
    // Behind AMD's L2, which is one chiplet's, may lie one of 256 MB that HIP does not tell.
    long lastCacheBytes = maker() == Maker.CUDA ? l2Bytes : 0;
    var memory = new DeviceMemory(pciAddress, memoryBytes, memoryBytes, lastCacheBytes);
    return new Device(id(), name, Optional.of(memory));
  }

  /**
   * Starts this process' context on the device.
   *
   * @throws DriverException when the device may not be used, as one in exclusive mode that another
   *     process has
   */
  public GpuContext open() {
    return new GpuContext(this);
  }
}
