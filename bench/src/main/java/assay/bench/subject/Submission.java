package assay.bench.subject;

import assay.kernels.KernelUnavailableException;
import assay.kernels.QueuedGraph;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a device is told of operations it need not answer one by one: each on its own, or many that
 * it knows already at once.
 */
final class Submission implements AutoCloseable {

  /**
   * The host needs 2 to 10 microseconds to tell a device of an operation. One that takes no longer
   * leaves the device waiting for the host, and what is measured is the host.
   */
  static final double GRAPH_NANOS = 20_000;

  private static final int LEAST_IN_GRAPH = 64;

  private final Subject subject;
  private final Optional<QueuedGraph> graph;
  private final int operations;
  private final String refusal;

  private Submission(Subject subject, Optional<QueuedGraph> graph, int operations, String refusal) {
    this.subject = subject;
    this.graph = graph;
    this.operations = operations;
    this.refusal = refusal;
  }

  static Submission queue(Subject subject) {
    return new Submission(subject, Optional.empty(), 1, "");
  }

  /** As a graph where the backend has such a thing and takes these operations into it. */
  static Submission graph(Subject subject) {
    var round = subject.graphRound(LEAST_IN_GRAPH);
    try {
      return round
          .getFirst()
          .graph(round)
          .map(graph -> new Submission(subject, Optional.of(graph), round.size(), ""))
          .orElseGet(() -> queue(subject));
    } catch (KernelUnavailableException e) {
      return new Submission(subject, Optional.empty(), 1, e.getMessage());
    }
  }

  boolean isGraph() {
    return graph.isPresent();
  }

  /** Several, without waiting. */
  void enqueue(int submissions) {
    for (int i = 0; i < submissions; i++) {
      if (graph.isPresent()) {
        subject.enqueue(graph.get());
      } else {
        subject.enqueue();
      }
    }
  }

  /** Enqueues several and waits for all. */
  void run(int submissions) {
    enqueue(submissions);
    subject.await();
  }

  /** In one submission. */
  int operations() {
    return operations;
  }

  /** For the record: how, and why not as a graph where one was refused. */
  Map<String, String> details() {
    Map<String, String> details = new TreeMap<>();
    details.put("submission", isGraph() ? "graph of " + operations : "queue");
    if (!refusal.isEmpty()) {
      details.put("no graph", refusal);
    }
    return details;
  }

  @Override
  public void close() {
    graph.ifPresent(QueuedGraph::close);
  }
}
