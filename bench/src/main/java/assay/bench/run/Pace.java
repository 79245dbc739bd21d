package assay.bench.run;

import assay.bench.fork.Turnstile;
import java.io.IOException;
import java.util.Optional;

/** Says when a run may go on, so that two runs can take turns. */
public interface Pace {

  /** Nobody else measures. */
  Pace FREE = next -> {};

  /**
   * What a run would do next.
   *
   * @param done forks so far, of {@code forks}
   * @param place in the order of all that runs of one seed do, so that two of them know what they
   *     have in common; grows from step to step
   */
  record Step(int done, int forks, String place) {}

  /**
   * Returns when the next step may begin.
   *
   * @throws assay.bench.fork.ForkInterruptedException when it never will
   */
  void await(Step next) throws IOException;

  /** Whom forks ask before each stretch of measuring, when somebody else measures between them. */
  default Optional<Turnstile.Keeper> keeper() {
    return Optional.empty();
  }
}
