package assay.bench.turns;

import assay.bench.fork.ForkInterruptedException;
import assay.bench.fork.Turnstile;
import assay.bench.run.Pace;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Optional;

/**
 * A run's pace when its parent says when to go on: it prints {@code step DONE FORKS PLACE}, or
 * {@code stretch} inside a step, and waits for a line. A parent that died closed the pipe, and the
 * run ends as if interrupted.
 */
public final class PacedByParent implements Pace {

  static final String STEP = "step";
  static final String STRETCH = "stretch";

  private final InputStream in;
  private final PrintStream out;

  public PacedByParent(InputStream in, PrintStream out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public void await(Step next) throws IOException {
    ask(STEP + " " + next.done() + " " + next.forks() + " " + next.place());
  }

  @Override
  public Optional<Turnstile.Keeper> keeper() {
    return Optional.of(() -> ask(STRETCH));
  }

  private void ask(String line) throws IOException {
    // On a line of its own, whatever a library has printed before.
    out.print("\n" + line + "\n");
    out.flush();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new ForkInterruptedException();
      }
    }
  }
}
