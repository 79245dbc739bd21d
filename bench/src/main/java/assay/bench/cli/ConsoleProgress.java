package assay.bench.cli;

import assay.bench.fork.ForkReport;
import assay.bench.run.LoadState;
import assay.bench.run.Progress;
import assay.reports.record.CaseRecord;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * Progress on standard error: one moving line for a person, now and then a whole line for a log.
 *
 * <p>The time left is the mean time of the forks so far times those to come; rounds are shuffled,
 * so the first forks are a fair sample.
 */
final class ConsoleProgress implements Progress {

  private static final int BAR = 24;

  /** A log gets a line for each tenth of the run. */
  private static final int LOG_LINES = 10;

  private static final int MOST_LOAD_LINES = 200;

  private final PrintStream err;
  private final boolean interactive;
  private int total;
  private int done;
  private int doneBefore;
  private long startNanos;
  private String loaded = "";
  private double nextLogSeconds;

  ConsoleProgress(PrintStream err, boolean interactive) {
    this.err = err;
    this.interactive = interactive;
  }

  @Override
  public synchronized void begin(int alreadyDone, int forks) {
    total = forks;
    done = alreadyDone;
    doneBefore = alreadyDone;
    startNanos = System.nanoTime();
    if (!interactive) {
      err.printf(Locale.ROOT, "assay: %d forks to measure, %d done before%n", total - done, done);
    }
  }

  @Override
  public synchronized void step(String what) {
    err.println("assay: " + what);
  }

  @Override
  public synchronized void fork(ForkReport report) {
    done++;
    if (report.status().state() == CaseRecord.State.CRASHED
        || report.status().state() == CaseRecord.State.TIMEOUT) {
      clear();
      err.printf(
          "assay: %s %s: %s%n",
          report.caseId(), report.status().state(), report.status().reasons().getFirst());
    }
    if (interactive) {
      clear();
      err.print(bar() + " " + state() + "  " + shortened(report.caseId()));
      err.flush();
    } else if (done * LOG_LINES / total != (done - 1) * LOG_LINES / total) {
      err.println("assay: " + state());
    }
  }

  @Override
  public synchronized void load(LoadState load) {
    if (interactive) {
      clear();
      err.print(LoadWords.line(load));
      err.flush();
    } else if (logDue(load)) {
      err.println("assay: " + LoadWords.line(load));
    }
  }

  /** A log gets a line a minute, and no more than some hundred. */
  private boolean logDue(LoadState load) {
    double every = Math.max(60, load.askedSeconds() / MOST_LOAD_LINES);
    if (!load.caseId().equals(loaded)) {
      loaded = load.caseId();
      nextLogSeconds = 0;
    }
    if (load.measuredSeconds() < nextLogSeconds) {
      return false;
    }
    nextLogSeconds = load.measuredSeconds() + every;
    return true;
  }

  @Override
  public synchronized void skip() {
    total--;
  }

  @Override
  public synchronized void end() {
    clear();
    err.flush();
  }

  private void clear() {
    if (interactive) {
      err.print("\r\u001b[K");
    }
  }

  private String bar() {
    int filled = total == 0 ? BAR : done * BAR / total;
    return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "]";
  }

  private String state() {
    double perFork = (System.nanoTime() - startNanos) / 1e9 / Math.max(1, done - doneBefore);
    Duration left = Duration.ofSeconds(Math.round(perFork * (total - done)));
    return String.format(
        Locale.ROOT,
        "%d of %d forks, %d:%02d left",
        done,
        total,
        left.toMinutes(),
        left.toSecondsPart());
  }

  private static String shortened(String caseId) {
    int spec = caseId.indexOf('@');
    int backend = caseId.indexOf('@', spec + 1);
    String text = caseId.substring(0, Math.max(backend, 0));
    return text.length() <= 40 ? text : text.substring(0, 37) + "...";
  }
}
