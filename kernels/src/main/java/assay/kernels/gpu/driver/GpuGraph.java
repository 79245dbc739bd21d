package assay.kernels.gpu.driver;

import assay.kernels.DeviceLostException;
import assay.kernels.QueuedGraph;
import assay.kernels.device.DriverException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Work that was recorded instead of run, and is started as a whole. */
final class GpuGraph implements QueuedGraph {

  /** Of this thread only: another may call the driver meanwhile. */
  private static final int THREAD_LOCAL = 1;

  private final Driver driver;
  private final GpuContext context;
  private final long executable;
  private boolean closed;

  private GpuGraph(Driver driver, GpuContext context, long executable) {
    this.driver = driver;
    this.context = context;
    this.executable = executable;
  }

  static GpuGraph of(Driver driver, GpuContext context, Runnable work) {
    long stream = context.queue().stream();
    driver.call(Call.CAPTURE_BEGIN, stream, THREAD_LOCAL);
    long graph = captured(driver, stream, work);
    try {
      return new GpuGraph(driver, context, driver.longOf(Call.GRAPH_INSTANTIATE, graph, 0L));
    } finally {
      driver.call(Call.GRAPH_DESTROY, graph);
    }
  }

  /**
   * Ended whatever happens, or the queue would never run anything again. Why it fails is told by
   * what failed first: at its end a driver only says that it is not valid.
   */
  private static long captured(Driver driver, long stream, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      try {
        driver.call(Call.GRAPH_DESTROY, endCapture(driver, stream));
      } catch (DriverException | DeviceLostException ended) {
        e.addSuppressed(ended);
      }
      throw e;
    }
    return endCapture(driver, stream);
  }

  private static long endCapture(Driver driver, long stream) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment graph = arena.allocate(ValueLayout.JAVA_LONG);
      driver.call(Call.CAPTURE_END, stream, graph);
      return graph.get(ValueLayout.JAVA_LONG, 0);
    }
  }

  @Override
  public void enqueue() {
    context.queue().replay(executable);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      driver.call(Call.GRAPH_EXEC_DESTROY, executable);
    }
  }
}
