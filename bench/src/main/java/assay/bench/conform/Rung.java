package assay.bench.conform;

import java.util.List;

/** What is looked for together, in one child process as long as that lives. */
interface Rung {

  /** Short, first part of the ids of its probes. */
  String id();

  String title();

  /** As a question, for people. */
  String asks();

  /** Always the same for a level, whatever is examined: what is not made counts too. */
  List<Probe> probes(Level level);

  /** Of the child, besides those of every child. */
  default List<String> jvmFlags() {
    return List.of();
  }
}
