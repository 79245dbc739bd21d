package assay.bench.turns;

import assay.bench.fork.ForkInterruptedException;
import assay.bench.run.Pace;
import assay.bench.run.RunFolderException;
import assay.reports.record.RunRecord;
import assay.reports.record.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Two builds, or one twice, measured in turns, stretch by stretch of each fork. */
public final class Turns {

  /** Run folder of the first side below the folder of the turns; then of the second. */
  public static final String FIRST = "a";

  public static final String SECOND = "b";

  /**
   * The id that both records carry, then what is measured: both builds' hashes and the options.
   * Written first, so that a resumed side keeps the id, and that nothing else is measured into it.
   */
  private static final String ID = "turns";

  private final Path folder;
  private final List<String> options;
  private volatile boolean interrupted;

  /** Is told how it goes. */
  public interface Progress {
    void steps(int done, int forks);

    /** Both sides have ended before their time; what was measured is kept. */
    void interrupted();
  }

  /**
   * @param folder to be made; becomes two run folders
   * @param options of {@code assay run}, the same for both sides; without {@code --out}
   */
  public Turns(Path folder, List<String> options) {
    this.folder = folder;
    this.options = List.copyOf(options);
  }

  /**
   * Measures both sides.
   *
   * @throws IOException when a side ends otherwise than a run does, naming its log
   */
  public void run(Build first, Build second, Progress progress) throws IOException {
    String id = id();
    try (Side one = start(FIRST, first, id);
        Side other = start(SECOND, second, id)) {
      Thread hook = new Thread(() -> interrupt(one, other, progress), "assay-turns-interrupted");
      Runtime.getRuntime().addShutdownHook(hook);
      try {
        alternate(one, other, progress);
        one.exitCode();
        other.exitCode();
      } catch (IOException e) {
        if (interrupted) {
          throw new ForkInterruptedException();
        }
        throw e;
      } finally {
        withdraw(hook);
      }
    }
  }

  /**
   * Refuses a folder that holds the turns of other builds or options.
   *
   * @throws RunFolderException when it does
   */
  public void requireSame(Build first, Build second) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(ID);
    String subject = subject(first, second);
    if (Files.notExists(file)) {
      requireEmpty();
      String kind = first.hash().equals(second.hash()) ? RunRecord.REPLAY : "";
      String text = kind + UUID.randomUUID() + "\n" + subject;
      WholeFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
    String[] held = Files.readString(file).split("\n", 2);
    if (held.length < 2 || !held[1].equals(subject)) {
      throw new RunFolderException(
          folder + " holds the turns of other builds or options; name another folder with --out");
    }
  }

  /** A run's own folder, or anything else, must not be mixed with two runs. */
  private void requireEmpty() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        throw new RunFolderException(
            folder + " is not empty and holds no turns; name another folder with --out");
      }
    }
  }

  private String subject(Build first, Build second) throws IOException {
    return String.join("\n", first.hash(), second.hash(), String.join(" ", options));
  }

  private String id() throws IOException {
    return Files.readString(folder.resolve(ID)).split("\n", 2)[0];
  }

  private static void withdraw(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // A signal came: the hook is running and says what there is to say.
    }
  }

  private void interrupt(Side one, Side other, Progress progress) {
    interrupted = true;
    one.close();
    other.close();
    progress.interrupted();
  }

  private static void alternate(Side one, Side other, Progress progress) throws IOException {
    List<Side> order = new ArrayList<>(List.of(one, other));
    while (one.next().isPresent() || other.next().isPresent()) {
      takeStep(due(order));
      order.add(order.removeFirst());
      one.next().ifPresent(step -> progress.steps(step.done(), step.forks()));
    }
  }

  /** Both where both come to the same case; one alone where the other lacks it or has done it. */
  private static List<Side> due(List<Side> order) {
    List<String> places =
        order.stream().flatMap(side -> side.next().stream()).map(Pace.Step::place).toList();
    String first = Collections.min(places);
    return order.stream()
        .filter(side -> side.next().filter(step -> step.place().equals(first)).isPresent())
        .toList();
  }

  /**
   * Prepares one after the other, then measures stretch by stretch: first one, then the other, then
   * the other way round, so that who comes second finds caches and clocks as the first left them.
   *
   * <p>A neighbour that wakes for a second then slows both; measured fork by fork it slowed one.
   */
  private static void takeStep(List<Side> sides) throws IOException {
    for (Side side : sides) {
      side.proceed();
    }
    List<Side> order = new ArrayList<>(sides);
    while (order.stream().anyMatch(Side::isInside)) {
      for (Side side : order) {
        if (side.isInside()) {
          side.proceed();
        }
      }
      Collections.reverse(order);
    }
  }

  private Side start(String name, Build build, String id) throws IOException {
    Path run = folder.resolve(name);
    List<String> arguments = new ArrayList<>(List.of("run"));
    if (Files.exists(run)) {
      arguments.addAll(List.of("--resume", run.toString()));
    } else {
      arguments.addAll(options);
      arguments.addAll(List.of("--out", run.toString()));
    }
    arguments.addAll(List.of("--paced", new Part(id, name).toString()));
    Side side = Side.start(name, build.command(arguments), folder.resolve(name + ".log"));
    if (side.next().isEmpty()) {
      side.requireRecord(run);
    }
    return side;
  }
}
