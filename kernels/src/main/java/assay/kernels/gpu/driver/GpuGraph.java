package assay.kernels.gpu.driver;

import assay.kernels.QueuedGraph;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Work that was recorded instead of run, and is started as a whole. */
final class GpuGraph implements QueuedGraph {

  /** Of this thread only: another may call the driver meanwhile. */
  private static final int THREAD_LOCAL = 1;

  private final Driver driver;
  private final QueueCalls queue;
  private final long executable;
  private boolean closed;

  private GpuGraph(Driver driver, QueueCalls queue, long executable) {
    this.driver = driver;
    this.queue = queue;
    this.executable = executable;
  }

  static GpuGraph of(Driver driver, QueueCalls queue, Runnable work) {
    driver.call(Call.CAPTURE_BEGIN, queue.stream(), THREAD_LOCAL);
    long graph;
    try {
      work.run();
    } finally {
      graph = endCapture(driver, queue.stream());
    }
    try {
      return new GpuGraph(driver, queue, driver.longOf(Call.GRAPH_INSTANTIATE, graph, 0L));
    } finally {
      driver.call(Call.GRAPH_DESTROY, graph);
    }
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
    queue.replay(executable);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      driver.call(Call.GRAPH_EXEC_DESTROY, executable);
    }
  }
}
