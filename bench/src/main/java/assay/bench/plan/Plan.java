package assay.bench.plan;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * All cases and the order of their forks.
 *
 * @param seed of the shuffles
 */
public record Plan(Profile profile, long seed, List<PlannedCase> cases) {

  public Plan {
    cases = List.copyOf(cases);
  }

  /** Places before and after those of all forks. */
  public static final String BEFORE_FORKS = "-";

  public static final String AFTER_FORKS = "~";

  /**
   * One JVM to start.
   *
   * @param place in the order of all forks that plans of one seed may have; compares as text
   */
  public record Fork(int round, PlannedCase planned, String place) {}

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
   * Where a case comes depends on itself and the seed alone, so that two builds that know different
   * cases take those they share in one order.
   */
  public List<Fork> forks() {
    return IntStream.range(0, profile.forks())
        .boxed()
        .flatMap(round -> measurable().stream().map(each -> fork(round, each)))
        .sorted(Comparator.comparing(Fork::place))
        .toList();
  }

  private Fork fork(int round, PlannedCase planned) {
    String id = planned.id();
    // The sequence of SplittableRandom is specified: a seed means the same order on every Java.
    long draw =
        new SplittableRandom((seed * 31 + round) * 0x1_0000_0001L ^ id.hashCode()).nextLong();
    return new Fork(round, planned, "%06d %016x %s".formatted(round, draw, id));
  }
}
