package assay.bench.subject;

import assay.kernels.QueuedGraph;
import java.util.Optional;

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

  private Submission(Subject subject, Optional<QueuedGraph> graph, int operations) {
    this.subject = subject;
    this.graph = graph;
    this.operations = operations;
  }

  static Submission queue(Subject subject) {
    return new Submission(subject, Optional.empty(), 1);
  }

  /** Empty where the backend has no graphs. */
  static Optional<Submission> graph(Subject subject) {
    var round = subject.graphRound(LEAST_IN_GRAPH);
    return round
        .getFirst()
        .graph(round)
        .map(graph -> new Submission(subject, Optional.of(graph), round.size()));
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

  /** For the record. */
  @Override
  public String toString() {
    return graph.isPresent() ? "graph of " + operations : "queue";
  }

  @Override
  public void close() {
    graph.ifPresent(QueuedGraph::close);
  }
}
