package assay.bench.subject;

import assay.kernels.Arithmetic;
import assay.kernels.DeviceTimer;
import assay.kernels.Execution;
import assay.kernels.Inputs;
import assay.kernels.KernelUnavailableException;
import assay.kernels.PreparedKernel;
import assay.kernels.QueuedGraph;
import assay.kernels.QueuedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.parallel.WorkerPool;
import assay.reports.record.CaseRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The kernels of one case: one when hot, several over separate copies of the stored data when cold.
 */
final class Subject implements AutoCloseable {

  private final PreparedKernel[] kernels;
  private final QueuedKernel[] queued;
  private final long prepareNanos;
  private int next;
  private long runs;

  private Subject(List<PreparedKernel> kernels, long prepareNanos) {
    this.kernels = kernels.toArray(PreparedKernel[]::new);
    queued =
        kernels.stream()
            .filter(QueuedKernel.class::isInstance)
            .map(QueuedKernel.class::cast)
            .toArray(QueuedKernel[]::new);
    this.prepareNanos = prepareNanos;
  }

  /**
   * Prepares one kernel for each of the inputs; the time of the first is kept. On a device whose
   * memory ends before they do there are as many as it holds.
   *
   * @throws KernelUnavailableException when the backend cannot run the case
   */
  static Subject prepare(Target target, CaseRecord.Key key, Spec spec, List<Inputs> inputs) {
    Settings settings =
        new Settings(key.threads(), Optional.of(key.variant()).filter(name -> !name.isEmpty()));
    // Kernels that take turns must not each put their threads to sleep and wake them again.
    return WorkerPool.sharingTeams(() -> {
      List<PreparedKernel> kernels = new ArrayList<>();
      long start = System.nanoTime();
      kernels.add(target.backend().prepare(spec, target.device(), inputs.getFirst(), settings));
      long firstNanos = System.nanoTime() - start;
      try {
        for (Inputs one : inputs.subList(1, inputs.size())) {
          kernels.add(target.backend().prepare(spec, target.device(), one, settings));
        }
      } catch (KernelUnavailableException e) {
        if (target.device().isHost()) {
          throw e;
        }
        // What a kernel packs may be larger than what is stored, by how much it alone knows.
      }
      return new Subject(kernels, firstNanos);
    });
  }

  /** One operation, on the next copy. */
  void run() {
    int current = next;
    next = current + 1 == kernels.length ? 0 : current + 1;
    runs++;
    kernels[current].run();
  }

  /** Whether a device takes operations from a queue. */
  boolean isQueued() {
    return queued.length == kernels.length;
  }

  /** One operation, on the next copy, without waiting for it. */
  void enqueue() {
    int current = next;
    next = current + 1 == kernels.length ? 0 : current + 1;
    runs++;
    queued[current].enqueue();
  }

  /** Until everything that was enqueued is complete. */
  void await() {
    queued[0].await();
  }

  Optional<DeviceTimer> timer() {
    return queued[0].timer();
  }

  /**
   * All copies but the first, which is kept for operations by themselves, round after round.
   *
   * @param least operations that are worth a submission
   */
  List<QueuedKernel> graphRound(int least) {
    List<QueuedKernel> all = Arrays.asList(queued);
    List<QueuedKernel> others = all.size() == 1 ? all : all.subList(1, all.size());
    return Collections.nCopies(Math.ceilDiv(least, others.size()), others).stream()
        .flatMap(List::stream)
        .toList();
  }

  /** One submission of {@link #graphRound}, without waiting for it. */
  void enqueue(QueuedGraph graph) {
    graph.enqueue();
    next = 0;
    runs += kernels.length;
  }

  void poison() {
    runs = 0;
    next = 0;
    for (PreparedKernel kernel : kernels) {
      kernel.poisonOutput();
    }
  }

  /** Runs the copies that have not been run since they were poisoned. */
  void runUnwritten() {
    while (runs < kernels.length) {
      run();
    }
  }

  int copies() {
    return kernels.length;
  }

  void readOutput(int copy, float[] destination) {
    kernels[copy].readOutput(destination);
  }

  Optional<String> damage(int copy) {
    return kernels[copy].damage();
  }

  Arithmetic arithmetic() {
    return kernels[0].arithmetic();
  }

  Execution execution() {
    return kernels[0].execution();
  }

  long prepareNanos() {
    return prepareNanos;
  }

  @Override
  public void close() {
    for (PreparedKernel kernel : kernels) {
      kernel.close();
    }
  }
}
