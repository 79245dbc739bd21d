package assay.bench.turns;

import assay.bench.fork.ForkInterruptedException;
import assay.bench.run.Pace;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Locale;

/**
 * A run's pace when its parent says each step: it prints {@code step DONE FORKS} and waits for a
 * line. A parent that died closed the pipe, and the run ends as if interrupted.
 */
public final class PacedByParent implements Pace {

  static final String STEP = "step";

  private final InputStream in;
  private final PrintStream out;

  public PacedByParent(InputStream in, PrintStream out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public void await(int done, int forks) throws IOException {
    out.printf(Locale.ROOT, "%s %d %d%n", STEP, done, forks);
    out.flush();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new ForkInterruptedException();
      }
    }
  }
}
