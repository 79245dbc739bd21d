package assay.bench.plan;

import java.util.Arrays;
import java.util.List;

/**
 * How long and how often each case is looked at.
 *
 * <p>Forks are the independent observations: between two JVMs the memory layout and the inlining
 * decisions differ, and that spread is often larger than the one inside a fork. So the longer
 * profiles buy forks first, then iterations.
 *
 * @param forks rounds of the plan; every case runs once a round
 * @param warmupIterations run and kept in the record, not used: C2 compiles during these
 * @param iterationMillis least length of one iteration, warm-up or measured
 * @param forkTimeoutSeconds after which a fork counts as hung; preparing and checking included
 * @param checkedOutputs outputs compared with the float64 truth in each fork
 * @param ceilingSeconds for measuring the machine's ceilings, twice a run
 */
public record Profile(
    String name,
    int forks,
    int warmupIterations,
    int iterations,
    int iterationMillis,
    int forkTimeoutSeconds,
    int checkedOutputs,
    int ceilingSeconds) {

  public Profile {
    if (forks < 1 || warmupIterations < 0 || iterations < 1 || iterationMillis < 1) {
      throw new IllegalArgumentException("a profile needs at least one fork and one iteration");
    }
  }

  private static final List<Profile> KNOWN =
      List.of(
          new Profile("quick", 2, 1, 5, 60, 60, 64, 4),
          new Profile("standard", 5, 5, 8, 250, 300, 256, 25),
          new Profile("full", 10, 10, 15, 500, 1200, 1024, 60));

  /**
   * @throws IllegalArgumentException naming the profiles there are
   */
  public static Profile named(String name) {
    return KNOWN.stream()
        .filter(profile -> profile.name.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "unknown profile \"%s\"; there are %s"
                    .formatted(name, String.join(", ", names()))));
  }

  /**
   * Of cases that are repeated for long: one fork each, iterations are slices of 5 s and as many as
   * come. The time-out is without a slice.
   */
  public static Profile sustained() {
    return new Profile("sustain", 1, 0, 1, 5000, 120, 256, 4);
  }

  public static List<String> names() {
    return KNOWN.stream().map(Profile::name).toList();
  }

  /** For a test or a screen that wants fewer rounds than the profile has. */
  public Profile withForks(int rounds) {
    return new Profile(
        name,
        rounds,
        warmupIterations,
        iterations,
        iterationMillis,
        forkTimeoutSeconds,
        checkedOutputs,
        ceilingSeconds);
  }

  public Profile withTimeoutSeconds(int seconds) {
    return new Profile(
        name,
        forks,
        warmupIterations,
        iterations,
        iterationMillis,
        seconds,
        checkedOutputs,
        ceilingSeconds);
  }

  /** Seconds one fork spends inside iterations when no single operation is longer than one. */
  public double measuringSecondsPerFork() {
    return (warmupIterations + iterations) * iterationMillis / 1000.0;
  }

  @Override
  public String toString() {
    return Arrays.asList(name, forks + " forks", iterations + " iterations").toString();
  }
}
