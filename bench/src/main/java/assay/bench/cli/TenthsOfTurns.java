package assay.bench.cli;

import assay.bench.turns.Turns;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;

/** Tells on standard error each tenth of a run in turns, with the time left. */
final class TenthsOfTurns implements Turns.Progress {

  private final PrintStream err;
  private final Path folder;
  private int tenths;
  private int doneBefore = -1;
  private long startNanos;

  TenthsOfTurns(PrintStream err, Path folder) {
    this.err = err;
    this.folder = folder;
  }

  @Override
  public void interrupted() {
    err.printf(
        "%nassay: interrupted; the same command with --out %s goes on where it was%n", folder);
  }

  /** The first step measured the ceilings, or an earlier attempt went before it. */
  @Override
  public void steps(int done, int forks) {
    if (doneBefore < 0) {
      doneBefore = done;
      tenths = forks == 0 ? 10 : 10 * done / forks;
      startNanos = System.nanoTime();
    } else if (10 * done / forks > tenths) {
      tenths = 10 * done / forks;
      double perFork = (System.nanoTime() - startNanos) / 1e9 / (done - doneBefore);
      long left = Math.round(perFork * (forks - done));
      err.printf(
          Locale.ROOT,
          "assay: %d of %d forks a side, %d:%02d left%n",
          done,
          forks,
          left / 60,
          left % 60);
    }
  }
}
