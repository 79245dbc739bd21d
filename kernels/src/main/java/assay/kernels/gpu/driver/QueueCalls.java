package assay.kernels.gpu.driver;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.binding.Downcalls;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** What is called while the clock runs: compiled to bare calls, allocating nothing. */
public final class QueueCalls {

  private static final MethodHandle LAUNCH = Downcalls.returning(JAVA_INT, Call.LAUNCH.arguments());
  private static final MethodHandle OF_ONE = Downcalls.returning(JAVA_INT, JAVA_LONG);
  private static final MethodHandle OF_TWO = Downcalls.returning(JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle FILL =
      Downcalls.returning(JAVA_INT, Call.FILL_QUEUED.arguments());
  private static final MethodHandle UPLOAD =
      Downcalls.returning(JAVA_INT, Call.UPLOAD_QUEUED.arguments());
  private static final MethodHandle DOWNLOAD =
      Downcalls.returning(JAVA_INT, Call.DOWNLOAD_QUEUED.arguments());

  private final Driver driver;
  private final String device;
  private final long stream;
  private final MemorySegment launch;
  private final MemorySegment await;
  private final MemorySegment replay;
  private final MemorySegment fill;
  private final MemorySegment upload;
  private final MemorySegment download;

  QueueCalls(Driver driver, String device, long stream) {
    this.driver = driver;
    this.device = device;
    this.stream = stream;
    launch = driver.function(Call.LAUNCH);
    await = driver.function(Call.STREAM_AWAIT);
    replay = driver.function(Call.GRAPH_LAUNCH);
    fill = driver.function(Call.FILL_QUEUED);
    upload = driver.function(Call.UPLOAD_QUEUED);
    download = driver.function(Call.DOWNLOAD_QUEUED);
  }

  /** Starts a kernel and returns. */
  public void launch(Launch one) {
    try {
      int status =
          (int)
              LAUNCH.invokeExact(
                  launch,
                  one.function(),
                  one.gridX(),
                  one.gridY(),
                  one.gridZ(),
                  one.threads(),
                  1,
                  1,
                  one.sharedBytes(),
                  stream,
                  one.arguments(),
                  MemorySegment.NULL);
      driver.check(status, Call.LAUNCH, device);
    } catch (Throwable thrown) {
      throw rethrown(thrown);
    }
  }

  /** Returns when everything before is complete; what failed on the device is thrown here. */
  public void await() {
    try {
      driver.check((int) OF_ONE.invokeExact(await, stream), Call.STREAM_AWAIT, device);
    } catch (Throwable thrown) {
      throw rethrown(thrown);
    }
  }

  void replay(long graph) {
    try {
      driver.check((int) OF_TWO.invokeExact(replay, graph, stream), Call.GRAPH_LAUNCH, device);
    } catch (Throwable thrown) {
      throw rethrown(thrown);
    }
  }

  public void fill(GpuMemory memory, long offset, long bytes, int value) {
    if (bytes == 0) {
      return;
    }
    try {
      long at = memory.at(offset, bytes);
      int status = (int) FILL.invokeExact(fill, at, value, bytes, stream);
      driver.check(status, Call.FILL_QUEUED, device);
    } catch (Throwable thrown) {
      throw rethrown(thrown);
    }
  }

  public void upload(MemorySegment from, GpuMemory to, long offset) {
    try {
      long bytes = from.byteSize();
      int status = (int) UPLOAD.invokeExact(upload, to.at(offset, bytes), from, bytes, stream);
      driver.check(status, Call.UPLOAD_QUEUED, device);
    } catch (Throwable thrown) {
      throw rethrown(thrown);
    }
  }

  public void download(GpuMemory from, MemorySegment to) {
    try {
      long bytes = to.byteSize();
      int status = (int) DOWNLOAD.invokeExact(download, to, from.at(0, bytes), bytes, stream);
      driver.check(status, Call.DOWNLOAD_QUEUED, device);
    } catch (Throwable thrown) {
      throw rethrown(thrown);
    }
  }

  /** The queue's own handle, for libraries that enqueue by themselves. */
  public long stream() {
    return stream;
  }

  /** What a check threw is passed on; the rest is the JVM's. */
  private static RuntimeException rethrown(Throwable thrown) {
    return thrown instanceof RuntimeException ours ? ours : Downcalls.failed(thrown);
  }
}
