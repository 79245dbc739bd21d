package assay.bench.turns;

import assay.bench.fork.ForkInterruptedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of two runs in turns: a child process that waits before each step. */
final class Side implements AutoCloseable {

  private static final Pattern STEP =
      Pattern.compile(PacedByParent.STEP + " (\\d{1,9}) (\\d{1,9})");

  private final String name;
  private final Path log;
  private final Process process;
  private final BufferedReader out;
  private Optional<Step> next = Optional.empty();

  /** What a side would do next, of how many forks. */
  record Step(int done, int forks) {}

  private Side(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts the side; it plans and then waits.
   *
   * @param log gets what it says on standard error
   */
  static Side start(String name, List<String> command, Path log) throws IOException {
    Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    Side side = new Side(name, log, process);
    side.awaitStep();
    return side;
  }

  /** Empty when the side has done everything. */
  Optional<Step> next() {
    return next;
  }

  /** Lets the side take its step and returns when it has. */
  void take() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    awaitStep();
  }

  /** Whatever else a child prints is for people. */
  private void awaitStep() throws IOException {
    next = Optional.empty();
    for (String line = out.readLine(); line != null && next.isEmpty(); ) {
      Matcher step = STEP.matcher(line);
      if (step.matches()) {
        next =
            Optional.of(new Step(Integer.parseInt(step.group(1)), Integer.parseInt(step.group(2))));
      } else {
        line = out.readLine();
      }
    }
    if (next.isEmpty()) {
      // It said all it will, and the other side must not go on alone if it failed.
      exitCode();
    }
  }

  /**
   * The side's exit code, once it has ended.
   *
   * @throws IOException when it is none of a run that ended by itself
   */
  int exitCode() throws IOException {
    try {
      int code = process.waitFor();
      if (code != 0 && code != 1 && code != 3) {
        throw new IOException(
            "side %s ended with exit code %d; what it said is in %s".formatted(name, code, log));
      }
      return code;
    } catch (InterruptedException e) {
      throw new ForkInterruptedException();
    }
  }

  /** The side ends as if interrupted: its journal keeps what was measured. */
  @Override
  public void close() {
    process.destroy();
  }
}
