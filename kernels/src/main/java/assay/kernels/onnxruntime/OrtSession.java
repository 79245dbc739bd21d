package assay.kernels.onnxruntime;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A session over a graph, its inputs and outputs bound to the graph's own memory once and for all.
 */
final class OrtSession implements AutoCloseable {

  private final OrtApi api;
  private final Deque<Runnable> releases = new ArrayDeque<>();
  private final MemorySegment session;
  private final MemorySegment binding;

  /**
   * Builds the session, which packs the weights.
   *
   * @param graph its memory outlives the session
   * @throws OrtException when ONNX Runtime does not take the graph
   */
  OrtSession(OrtApi api, OrtTeam team, int threads, OrtGraph graph) {
    this.api = api;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = own(api.createHostMemory(), api::releaseMemory);
      MemorySegment options = own(api.createSessionOptions(), api::releaseSessionOptions);
      team.assign(options, threads);
      for (OrtGraph.Value weight : graph.values(OrtGraph.Role.WEIGHT)) {
        api.addInitializer(options, arena.allocateFrom(weight.name()), tensor(memory, weight));
      }
      byte[] model = graph.model();
      MemorySegment bytes = arena.allocate(model.length).copyFrom(MemorySegment.ofArray(model));
      session = own(api.createSession(team.environment(), bytes, options), api::releaseSession);
      binding = own(api.createBinding(session), api::releaseBinding);
      for (OrtGraph.Value input : graph.values(OrtGraph.Role.INPUT)) {
        api.bindInput(binding, arena.allocateFrom(input.name()), tensor(memory, input));
      }
      for (OrtGraph.Value output : graph.values(OrtGraph.Role.OUTPUT)) {
        api.bindOutput(binding, arena.allocateFrom(output.name()), tensor(memory, output));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private MemorySegment tensor(MemorySegment memory, OrtGraph.Value value) {
    return own(
        api.createTensor(memory, value.data(), value.shape(), value.type()), api::releaseTensor);
  }

  @FunctionalInterface
  private interface Release {
    void of(MemorySegment pointer);
  }

  private MemorySegment own(MemorySegment pointer, Release release) {
    releases.push(() -> release.of(pointer));
    return pointer;
  }

  void run() {
    api.run(session, binding);
  }

  /** Idempotent; what was made last is released first. */
  @Override
  public void close() {
    while (!releases.isEmpty()) {
      releases.pop().run();
    }
  }
}
