package assay.bench.fork;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Starts JVMs with the measuring flags, one at a time, and watches each to its end. */
public final class ForkedJvm {

  /** Exit codes of a JVM that was asked to end: SIGHUP, SIGINT, SIGTERM. */
  private static final List<Integer> ASKED_TO_END = List.of(129, 130, 143);

  /** Exit code of a child that could not write its report; sysexits.h calls it EX_IOERR. */
  static final int UNWRITABLE = 74;

  /**
   * Ctrl-C reaches parent and child at once, and the child may be dead before the parent's shutdown
   * hook has begun.
   */
  private static final long HOOK_STARTS_WITHIN_MILLIS = 1000;

  private final Path logs;
  private final List<String> flags;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile Process running;

  /**
   * @param logs keeps the output and the error log of JVMs that went wrong
   */
  public ForkedJvm(Path logs, List<String> flags) {
    this.logs = logs;
    this.flags = List.copyOf(flags);
  }

  /**
   * How a JVM ended.
   *
   * @param output what it printed
   * @param errorLog HotSpot's, which exists only after a crash
   */
  public record Ending(boolean timedOut, int exitCode, Path output, Path errorLog) {

    /** What went wrong, most telling first. */
    public List<String> reasons() {
      List<String> reasons = new ArrayList<>();
      reasons.add(CrashLog.cause(exitCode, CrashLog.read(errorLog)));
      Optional<String> words = CrashLog.lastWords(output);
      words.ifPresent(line -> reasons.add("last output: " + line));
      reasons.add("log: " + (Files.exists(errorLog) ? errorLog : output));
      return reasons;
    }

    /**
     * @throws IOException when it was one of Assay's own forks and could not write its report
     */
    void requireWritten() throws IOException {
      if (!timedOut && exitCode == UNWRITABLE) {
        throw new IOException(
            "a fork could not write its report: "
                + CrashLog.lastWords(output)
                    .orElse("nor its log %s, so the disk may be full".formatted(output)));
      }
    }

    /** If it can: a log that stays must not cost what was measured. */
    public void discardOutput() {
      Scratch.discard(output);
    }
  }

  /** The last line of a log that says anything. */
  public static Optional<String> lastWords(Path log) {
    return CrashLog.lastWords(log);
  }

  /** The same for a JVM that nobody keeps waiting. */
  Ending run(String label, int seconds, List<String> more, String mainClass, String... arguments)
      throws IOException {
    return run(() -> 0, label, seconds, more, mainClass, arguments);
  }

  /**
   * Runs {@code mainClass} from this JVM's own class path.
   *
   * @param waitedNanos how long it was kept from going on; does not count
   * @param label file name of its logs
   * @param more flags besides those of every fork
   * @throws ForkInterruptedException when {@link #stop} was called, as after Ctrl-C
   * @throws IOException when no process can be started
   */
  public Ending run(
      LongSupplier waitedNanos,
      String label,
      int seconds,
      List<String> more,
      String mainClass,
      String... arguments)
      throws IOException {
    Files.createDirectories(logs);
    Path output = logs.resolve(label + ".log");
    Path errorLog = logs.resolve(label + "-hs_err.log");
    Process process =
        new ProcessBuilder(command(errorLog, more, mainClass, arguments))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    running = process;
    try {
      boolean ended = endsWithin(TimeUnit.SECONDS.toNanos(seconds), waitedNanos, process);
      int exitCode = ended ? process.exitValue() : process.destroyForcibly().waitFor();
      if (isStopped(exitCode)) {
        throw new ForkInterruptedException();
      }
      return new Ending(!ended, exitCode, output, errorLog);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new ForkInterruptedException();
    } finally {
      running = null;
    }
  }

  private static boolean endsWithin(long nanos, LongSupplier waited, Process process)
      throws InterruptedException {
    long start = System.nanoTime();
    boolean ended = false;
    for (long left = nanos; !ended && left > 0; ) {
      ended = process.waitFor(left, TimeUnit.NANOSECONDS);
      left = nanos + waited.getAsLong() - (System.nanoTime() - start);
    }
    return ended;
  }

  /** A signal that only the child got, an out-of-memory guard's for one, ends its case alone. */
  private boolean isStopped(int exitCode) throws InterruptedException {
    long patience = ASKED_TO_END.contains(exitCode) ? HOOK_STARTS_WITHIN_MILLIS : 0;
    return stopped.await(patience, TimeUnit.MILLISECONDS);
  }

  /** Ends the JVM that is running, if any; called from a shutdown hook. */
  public void stop() {
    stopped.countDown();
    Process process = running;
    if (process != null) {
      process.destroyForcibly();
    }
  }

  private List<String> command(
      Path errorLog, List<String> more, String mainClass, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(JvmFlags.compilerHints());
    command.addAll(more);
    command.add("-XX:ErrorFile=" + errorLog.toAbsolutePath());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(mainClass);
    command.addAll(List.of(arguments));
    return command;
  }
}
