package assay.kernels.gpu.driver;

import assay.kernels.DeviceTimer;
import assay.kernels.KernelUnavailableException;
import assay.kernels.QueuedGraph;
import assay.kernels.device.DeviceQueue;
import assay.kernels.device.DriverException;
import assay.kernels.device.Submission;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Optional;

/**
 * This process on one device: its queue and its memory. It lasts as long as the process. Calls
 * throw {@link DriverException} when the driver fails.
 */
public final class GpuContext implements DeviceQueue<GpuMemory> {

  /** Both makers: a queue that does not wait for the driver's default one. */
  private static final int NON_BLOCKING = 1;

  /** CUDA_ERROR_OUT_OF_MEMORY and hipErrorOutOfMemory. */
  private static final int OUT_OF_MEMORY = 2;

  private final GpuDevice device;
  private final String id;
  private final Driver driver;
  private final long context;
  private final long stream;
  private final QueueCalls queue;

  GpuContext(GpuDevice device) {
    this.device = device;
    id = device.id();
    driver = device.driver();
    context = contextOrNumber();
    try {
      makeCurrent();
      stream = driver.longOf(Call.STREAM_CREATE, NON_BLOCKING);
    } catch (RuntimeException e) {
      release();
      throw e;
    }
    queue = new QueueCalls(driver, id, stream);
  }

  private long contextOrNumber() {
    return device.maker() == Maker.CUDA
        ? driver.longOf(Call.CONTEXT_RETAIN, device.index())
        : device.index();
  }

  /** Has the calling thread speak of this device, also where a library asks which one it is. */
  public void makeCurrent() {
    driver.makeCurrent(context, id);
  }

  public GpuDevice device() {
    return device;
  }

  /** For the calling thread, and not to be handed to another. */
  public QueueCalls queue() {
    makeCurrent();
    return queue;
  }

  /** Free for this process now. */
  public long freeBytes() {
    makeCurrent();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment free = arena.allocate(ValueLayout.JAVA_LONG);
      driver.call(Call.MEMORY_INFO, free, arena.allocate(ValueLayout.JAVA_LONG));
      return free.get(ValueLayout.JAVA_LONG, 0);
    }
  }

  /**
   * Asks before anything is allocated.
   *
   * @throws KernelUnavailableException saying how much is missing
   */
  public void require(long bytes) {
    long free = freeBytes();
    if (bytes > free) {
      throw KernelUnavailableException.ofMemory(device.maker().id(), device.listed(), bytes, free);
    }
  }

  /**
   * Memory of the device, aligned to 256 bytes, its content undefined.
   *
   * @throws KernelUnavailableException when it has not that much, although it said so before
   */
  public GpuMemory allocate(long bytes) {
    makeCurrent();
    long size = Math.max(bytes, 1);
    try {
      long address = driver.longOf(Call.ALLOCATE, size);
      return new GpuMemory(this, address, size);
    } catch (DriverException e) {
      if (e.status() == OUT_OF_MEMORY) {
        throw new KernelUnavailableException(
            device.maker().id(),
            "%s has no %d bytes in one piece, of %d that are free: %s"
                .formatted(device.id(), size, freeBytes(), e.getMessage()));
      }
      throw e;
    }
  }

  void free(GpuMemory memory) {
    makeCurrent();
    driver.call(Call.FREE, memory.address());
  }

  /**
   * Host memory that the device reads and writes by itself, without a copy by the driver.
   *
   * @param arena which gives it back
   */
  public MemorySegment pinned(long bytes, Arena arena) {
    makeCurrent();
    long address = driver.longOf(Call.HOST_ALLOCATE, bytes, 0);
    return MemorySegment.ofAddress(address).reinterpret(bytes, arena, this::freePinned);
  }

  private void freePinned(MemorySegment memory) {
    makeCurrent();
    driver.call(Call.HOST_FREE, memory.address());
  }

  /**
   * Returns when the bytes are there. In our own queue: what a driver calls a synchronous upload
   * may still be on its way from a buffer of the driver's when the call returns, and no queue of
   * ours would wait for it.
   */
  @Override
  public void upload(MemorySegment from, GpuMemory to, long offset) {
    if (from.byteSize() > 0) {
      MemorySegment source = offHeap(from);
      queue().upload(source, to, offset);
      queue.await();
      Reference.reachabilityFence(source);
    }
  }

  @Override
  public void download(GpuMemory from, long offset, MemorySegment to) {
    queue().await();
    if (to.byteSize() > 0) {
      driver.call(Call.DOWNLOAD, to, from.at(offset, to.byteSize()), to.byteSize());
    }
  }

  @Override
  public void fillBytes(GpuMemory memory, long offset, long bytes, byte value) {
    queue().fill(memory, offset, bytes, Byte.toUnsignedInt(value));
  }

  @Override
  public void await() {
    queue().await();
  }

  /** Tensors may lie on the Java heap in tests; drivers want an address. */
  private static MemorySegment offHeap(MemorySegment segment) {
    return segment.isNative()
        ? segment
        : Arena.ofAuto().allocate(segment.byteSize(), 64).copyFrom(segment);
  }

  /** Loads compiled code: machine code, or PTX that the driver compiles. */
  public GpuModule load(MemorySegment image) {
    makeCurrent();
    return new GpuModule(device, driver.longOf(Call.MODULE_LOAD, image));
  }

  @Override
  public Optional<DeviceTimer> timer() {
    return Optional.of(new GpuTimer(driver, this));
  }

  @Override
  public Optional<QueuedGraph> graph(List<Submission> round) {
    try {
      return Optional.of(GpuGraph.of(driver, this, () -> round.forEach(Submission::enqueue)));
    } catch (IllegalStateException e) {
      // A driver without graphs, or a library that does what a graph cannot hold.
      throw new KernelUnavailableException(device.maker().id(), e.getMessage());
    }
  }

  private void release() {
    if (device.maker() == Maker.CUDA) {
      driver.call(Call.CONTEXT_RELEASE, device.index());
    }
  }
}
