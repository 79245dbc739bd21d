package assay.kernels.opencl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.KernelUnavailableException;
import assay.kernels.binding.Downcalls;
import assay.kernels.compute.Limits;
import assay.kernels.device.DriverException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** A context of one device and its one queue, in order and with times. */
final class OpenClQueue {

  private static final MethodHandle OF_QUEUE = Downcalls.returning(JAVA_INT, JAVA_LONG);

  private static final MethodHandle LAUNCH = Downcalls.returning(JAVA_INT, Call.LAUNCH.arguments());

  private static final long PROFILING = 1 << 1;
  private static final long READ_AND_WRITE = 1;
  private static final int BLOCKING = 1;

  /** What may be read behind a buffer. */
  private static final int SPARE = 16;

  private final OpenCl cl;
  private final String device;
  private final long context;
  private final long queue;
  private final MemorySegment launch;
  private final MemorySegment flush;
  private final MemorySegment finish;

  OpenClQueue(OpenCl cl, DeviceFacts facts) {
    this.cl = cl;
    device = facts.id();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment devices = arena.allocateFrom(JAVA_LONG, facts.handle());
      MemorySegment none = MemorySegment.NULL;
      context = cl.make(Call.CONTEXT, none, 1, devices, none, none);
    }
    queue = cl.make(Call.QUEUE, context, facts.handle(), PROFILING);
    launch = cl.function(Call.LAUNCH);
    flush = cl.function(Call.FLUSH);
    finish = cl.function(Call.FINISH);
  }

  long context() {
    return context;
  }

  long handle() {
    return queue;
  }

  /**
   * Many drivers allocate when memory is first written, and only then find that it is not there: so
   * the last bytes are, here.
   */
  OpenClMemory allocate(long bytes) {
    long size = Limits.up(Math.max(bytes, Integer.BYTES), Integer.BYTES);
    try {
      long handle = cl.make(Call.BUFFER, context, READ_AND_WRITE, size + SPARE, MemorySegment.NULL);
      OpenClMemory memory = new OpenClMemory(cl, handle, size);
      try {
        fillWords(memory, size - Integer.BYTES, Integer.BYTES + SPARE, 0);
        await();
        return memory;
      } catch (RuntimeException e) {
        memory.close();
        throw e;
      }
    } catch (DriverException e) {
      if (Status.isOutOfMemory(e.status())) {
        throw new KernelUnavailableException(
            "opencl",
            "%s has no %d bytes in one piece: %s".formatted(device, size, e.getMessage()));
      }
      throw e;
    }
  }

  void fill(OpenClMemory memory, long offset, long bytes, int word) {
    requireInside(memory, offset, bytes);
    if (bytes > 0) {
      fillWords(memory, offset, bytes, word);
    }
  }

  private void fillWords(OpenClMemory memory, long offset, long bytes, int word) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pattern = arena.allocateFrom(JAVA_INT, word);
      cl.check(
          cl.status(
              Call.FILL,
              queue,
              memory.handle(),
              pattern,
              (long) Integer.BYTES,
              offset,
              bytes,
              0,
              MemorySegment.NULL,
              MemorySegment.NULL),
          Call.FILL,
          device);
    }
  }

  /** Returns when the bytes are there. */
  void upload(MemorySegment from, OpenClMemory to, long offset) {
    requireInside(to, offset, from.byteSize());
    try (Arena arena = Arena.ofConfined()) {
      // Tensors may lie on the Java heap in tests.
      MemorySegment source =
          from.isNative() ? from : arena.allocate(from.byteSize(), 64).copyFrom(from);
      copy(Call.WRITE, to, offset, source);
    }
  }

  /** Waits for the queue, then returns with the bytes. */
  void download(OpenClMemory from, long offset, MemorySegment to) {
    copy(Call.READ, from, offset, to);
  }

  private void copy(Call call, OpenClMemory memory, long offset, MemorySegment host) {
    if (host.byteSize() > 0) {
      cl.check(
          cl.status(
              call,
              queue,
              memory.handle(),
              BLOCKING,
              offset,
              host.byteSize(),
              host,
              0,
              MemorySegment.NULL,
              MemorySegment.NULL),
          call,
          device);
    }
  }

  private static void requireInside(OpenClMemory memory, long offset, long bytes) {
    if (offset < 0 || bytes < 0 || offset > memory.bytes() - bytes) {
      throw new IndexOutOfBoundsException(
          "%d bytes from %d on, of %d on the device".formatted(bytes, offset, memory.bytes()));
    }
  }

  /** An event that has a time when all before it is complete. */
  long mark() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment event = arena.allocate(ADDRESS);
      cl.check(cl.status(Call.MARKER, queue, 0, MemorySegment.NULL, event), Call.MARKER, device);
      return event.get(JAVA_LONG, 0);
    }
  }

  /**
   * Starts a kernel. Allocates nothing.
   *
   * @param items two sizes, as {@code groupItems}
   */
  void launch(long kernel, MemorySegment items, MemorySegment groupItems) {
    try {
      int status =
          (int)
              LAUNCH.invokeExact(
                  launch,
                  queue,
                  kernel,
                  2,
                  MemorySegment.NULL,
                  items,
                  groupItems,
                  0,
                  MemorySegment.NULL,
                  MemorySegment.NULL);
      cl.check(status, Call.LAUNCH, device);
    } catch (Throwable thrown) {
      throw rethrown(thrown);
    }
  }

  /** Has the device begin with what is enqueued. */
  void flush() {
    try {
      cl.check((int) OF_QUEUE.invokeExact(flush, queue), Call.FLUSH, device);
    } catch (Throwable thrown) {
      throw rethrown(thrown);
    }
  }

  /** Returns when everything before is complete. */
  void await() {
    try {
      cl.check((int) OF_QUEUE.invokeExact(finish, queue), Call.FINISH, device);
    } catch (Throwable thrown) {
      throw rethrown(thrown);
    }
  }

  /** What a check threw is passed on; the rest is the JVM's. */
  private static RuntimeException rethrown(Throwable thrown) {
    return thrown instanceof RuntimeException ours ? ours : Downcalls.failed(thrown);
  }
}
