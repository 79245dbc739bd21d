package assay.kernels.ggml;

import assay.kernels.KernelUnavailableException;
import assay.kernels.binding.Downcalls;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/** A backend on a device beside the processor, shared by all kernels on that device. */
final class GgmlQueue implements AutoCloseable {

  private final Roster roster;
  private final GgmlGpu gpu;
  private final MemorySegment backend;
  private int users;

  private GgmlQueue(Roster roster, GgmlGpu gpu, MemorySegment backend) {
    this.roster = roster;
    this.gpu = gpu;
    this.backend = backend;
  }

  /** Begins to compute a graph. */
  void enqueue(MemorySegment graph) {
    int status = roster.library.devices().enqueue(backend, graph);
    if (status != 0) {
      throw new IllegalStateException("ggml could not compute the graph, status " + status);
    }
  }

  /** Returns when all that was begun is complete. */
  void await() {
    roster.library.devices().await(backend);
  }

  /** Waits, then gives the queue back; it ends with its last user. */
  @Override
  public void close() {
    await();
    roster.release(this);
  }

  /** The queues in use. */
  static final class Roster {

    private final GgmlLibrary library;
    private final Map<String, GgmlQueue> queues = new HashMap<>();

    Roster(GgmlLibrary library) {
      this.library = library;
    }

    synchronized GgmlQueue join(GgmlGpu gpu) {
      GgmlQueue queue = queues.computeIfAbsent(gpu.device().id(), id -> start(gpu));
      queue.users++;
      return queue;
    }

    private GgmlQueue start(GgmlGpu gpu) {
      MemorySegment backend = library.devices().start(gpu.pointer());
      if (Downcalls.isNull(backend)) {
        throw new KernelUnavailableException(
            "ggml", "the backend of %s did not start".formatted(gpu.device().id()));
      }
      return new GgmlQueue(this, gpu, backend);
    }

    private synchronized void release(GgmlQueue queue) {
      if (--queue.users == 0) {
        queues.remove(queue.gpu.device().id());
        library.devices().stop(queue.backend);
      }
    }
  }
}
