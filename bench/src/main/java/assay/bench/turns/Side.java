package assay.bench.turns;

import assay.bench.fork.ForkInterruptedException;
import assay.bench.fork.ForkedJvm;
import assay.bench.run.Pace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of two runs in turns: a child process that waits before each step. */
final class Side implements AutoCloseable {

  private static final Pattern STEP =
      Pattern.compile(PacedByParent.STEP + " (\\d{1,9}) (\\d{1,9})(?: (.+))?");

  private static final int ENDS_WITHIN_SECONDS = 10;

  /** Of a child that was given what it cannot do. */
  private static final int USAGE = 2;

  private final String name;
  private final Path log;
  private final Process process;
  private final BufferedReader out;
  private Optional<Pace.Step> next = Optional.empty();
  private boolean inside;

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
    try {
      side.awaitQuestion();
      return side;
    } catch (IOException | RuntimeException e) {
      side.close();
      throw e;
    }
  }

  /** Empty inside a step, and when the side has done everything. */
  Optional<Pace.Step> next() {
    return next;
  }

  /** Whether the side waits inside a step, before a stretch of measuring. */
  boolean isInside() {
    return inside;
  }

  /** Lets the side go on and returns when it waits again or has ended. */
  void proceed() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    awaitQuestion();
  }

  /** Whatever else a child prints is for people. */
  private void awaitQuestion() throws IOException {
    next = Optional.empty();
    inside = false;
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher step = STEP.matcher(line);
      inside = line.equals(PacedByParent.STRETCH);
      next = step.matches() ? Optional.of(step(step)) : Optional.empty();
      if (inside || next.isPresent()) {
        return;
      }
    }
    // It said all it will, and the other side must not go on alone if it failed.
    exitCode();
  }

  private Pace.Step step(Matcher step) throws IOException {
    if (step.group(3) == null) {
      throw new IOException(
          "side %s is a build that cannot be measured in turns with this one: it is too old"
              .formatted(name));
    }
    return new Pace.Step(
        Integer.parseInt(step.group(1)), Integer.parseInt(step.group(2)), step.group(3));
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
        throw failure(code);
      }
      return code;
    } catch (InterruptedException e) {
      throw new ForkInterruptedException();
    }
  }

  /** What a child says last is why it ended. */
  private IOException failure(int code) {
    String words = ForkedJvm.lastWords(log).orElse("nothing").replaceFirst("^assay: ", "");
    String sentence = "side %s ended with exit code %d: %s (%s)".formatted(name, code, words, log);
    return code == USAGE ? new RefusedSideException(sentence) : new IOException(sentence);
  }

  /**
   * To be called when the side has ended before its first step.
   *
   * @throws IOException unless it is a run that was finished before
   */
  void requireRecord(Path run) throws IOException {
    if (Files.notExists(run.resolve("run.json"))) {
      throw failure(exitCode());
    }
  }

  /** The side ends as if interrupted: its journal keeps what was measured. */
  @Override
  public void close() {
    process.destroy();
    try {
      // Who gives the same command again at once must not meet its lock.
      process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
