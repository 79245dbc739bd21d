package assay.bench.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * All cases and the order of their forks.
 *
 * @param seed of the shuffles
 */
public record Plan(Profile profile, long seed, List<PlannedCase> cases) {

  public Plan {
    cases = List.copyOf(cases);
  }

  /** One JVM to start. */
  public record Fork(int round, PlannedCase planned) {}

  /** Cases that will be measured. */
  public List<PlannedCase> measurable() {
    return cases.stream().filter(planned -> !planned.isRefused()).toList();
  }

  public int forkCount() {
    return measurable().size() * profile.forks();
  }

  /**
   * Round 1 of every case, then round 2, each round in its own order.
   *
   * <p>A machine drifts: it warms up, a neighbour wakes. Forks of one case spread over the whole
   * run see all of the drift, and the shuffle keeps it from lining up with the order of the cases.
   */
  public List<Fork> forks() {
    List<Fork> forks = new ArrayList<>();
    for (int round = 0; round < profile.forks(); round++) {
      List<PlannedCase> order = new ArrayList<>(measurable());
      // java.util.Random's sequence is specified, so a seed means the same order on every Java.
      Collections.shuffle(order, new Random(seed * 31 + round));
      for (PlannedCase planned : order) {
        forks.add(new Fork(round, planned));
      }
    }
    return forks;
  }
}
