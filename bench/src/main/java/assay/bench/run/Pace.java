package assay.bench.run;

import java.io.IOException;

/** Says when a run may take its next step, so that two runs can take turns. */
public interface Pace {

  /** Nobody else measures. */
  Pace FREE = (done, steps) -> {};

  /**
   * Returns when the next step may begin.
   *
   * @param done forks so far, of {@code forks}
   * @throws assay.bench.fork.ForkInterruptedException when it never will
   */
  void await(int done, int forks) throws IOException;
}
