package assay.bench.conform;

import assay.bench.fork.ForkedJvm;
import assay.bench.fork.ForkedJvm.Ending;
import assay.bench.fork.Scratch;
import assay.bench.subject.Exchange;
import assay.kernels.binding.UnusableLibraryException;
import assay.reports.conform.Fault;
import assay.reports.conform.Finding;
import assay.reports.conform.Gap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The parent: a child for each rung, and another one behind whatever ended the last.
 *
 * <p>One instance examines once.
 */
final class Examiner {

  /** Children that a rung may cost; a driver that always crashes must not take all day. */
  private static final int MOST_DEATHS = 3;

  /** Hangs of the whole ladder, each of which takes the time until it is believed. */
  private static final int MOST_HANGS = 4;

  /** A JVM that does not come to its first mark within this is hung, too. */
  private static final int STARTING_SECONDS = 20;

  private final ForkedJvm jvm;
  private final Path scratch;
  private final Request request;
  private final Consumer<String> progress;
  private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
  private Introduction introduction;
  private int hangs;
  private int children;

  /**
   * @param scratch for what children and parent say to each other; deleted at the end
   * @param progress takes a line for each rung
   */
  Examiner(ForkedJvm jvm, Path scratch, Request request, Consumer<String> progress) {
    this.jvm = jvm;
    this.scratch = scratch;
    this.request = request;
    this.progress = progress;
  }

  /** What came of each probe that was asked for, and who was examined. */
  record Result(Introduction introduction, Map<String, Outcome> outcomes) {}

  /**
   * @throws UnusableLibraryException when a plug-in is none that this Assay can talk to
   * @throws assay.bench.fork.ForkInterruptedException when it was asked to end
   * @throws IOException when no child can be started or the folder cannot be written
   */
  Result examine() throws IOException, UnusableLibraryException {
    try {
      climb();
    } finally {
      Scratch.discard(scratch);
    }
    return new Result(introduction, outcomes);
  }

  private void climb() throws IOException, UnusableLibraryException {
    for (Rung rung : Ladder.RUNGS) {
      List<Probe> asked =
          rung.probes(request.level()).stream()
              .filter(probe -> request.probes().contains(probe.id()))
              .toList();
      if (!asked.isEmpty()) {
        progress.accept(rung.title());
        climb(rung, asked);
      }
    }
  }

  private void climb(Rung rung, List<Probe> asked) throws IOException, UnusableLibraryException {
    int deaths = 0;
    List<Probe> left = new ArrayList<>(asked);
    while (!left.isEmpty()) {
      Optional<String> obstacle = obstacle(deaths);
      if (obstacle.isPresent()) {
        left.forEach(probe -> skip(rung, probe, obstacle.get()));
        return;
      }
      deaths += child(rung, left) ? 0 : 1;
      if (introduction != null && !introduction.refusal().isEmpty()) {
        throw new UnusableLibraryException(introduction.refusal());
      }
      left.removeIf(probe -> outcomes.containsKey(probe.id()));
    }
  }

  /** Why no further child is worth starting. */
  private Optional<String> obstacle(int deaths) {
    if (introduction != null && !introduction.absence().isEmpty()) {
      return Optional.of(introduction.absence());
    }
    if (hangs >= MOST_HANGS) {
      return Optional.of("it hung %d times before".formatted(hangs));
    }
    return deaths >= MOST_DEATHS
        ? Optional.of("%d processes of this rung had ended before".formatted(deaths))
        : Optional.empty();
  }

  /** Whether the child came to its end; if not, one probe has an outcome all the same. */
  private boolean child(Rung rung, List<Probe> left) throws IOException {
    Path folder = Files.createDirectories(scratch.resolve("child-" + ++children));
    Exchange exchange = new Exchange(folder);
    exchange.write(ConformMain.REQUEST, request.of(left.stream().map(Probe::id).toList()));
    ChildJournal journal = new ChildJournal(folder);
    long start = System.currentTimeMillis();
    int seconds = Math.max(STARTING_SECONDS, request.level().checkSeconds());
    Ending ending =
        jvm.run(
            () -> 1_000_000 * Math.max(0, journal.markedMillis() - start),
            rung.id() + "-" + children,
            seconds,
            rung.jvmFlags(),
            ConformMain.class.getName(),
            folder.toAbsolutePath().toString());
    if (exchange.has(ConformMain.INTRODUCTION)) {
      introduction = exchange.read(ConformMain.INTRODUCTION, Introduction.class);
    }
    Map<String, Outcome> told = new LinkedHashMap<>();
    journal.read().forEach(outcome -> told.put(outcome.probe(), outcome));
    told.values().stream()
        .filter(Outcome::ended)
        .forEach(outcome -> outcomes.put(outcome.probe(), outcome));
    Optional<ChildJournal.Mark> mark = journal.mark();
    if (mark.isEmpty()) {
      throw new IOException("a child did not start: " + String.join("; ", ending.reasons()));
    }
    boolean survived = !ending.timedOut() && ending.exitCode() == ConformMain.SURVIVED;
    if (survived) {
      ending.discardOutput();
    } else {
      bury(rung, left, told, mark.get(), ending);
    }
    return survived;
  }

  private void bury(
      Rung rung,
      List<Probe> left,
      Map<String, Outcome> told,
      ChildJournal.Mark mark,
      Ending ending) {
    Probe died =
        left.stream()
            .filter(probe -> !outcomes.containsKey(probe.id()))
            .findFirst()
            .orElse(left.getLast());
    hangs += ending.timedOut() ? 1 : 0;
    int made = mark.probe().equals(died.id()) ? mark.made() : 0;
    String what =
        ending.timedOut()
            ? "did not return within %d s; log: %s"
                .formatted(request.level().checkSeconds(), ending.output())
            : "ended its process: " + String.join("; ", ending.reasons());
    Outcome before = told.get(died.id());
    List<Finding> findings = new ArrayList<>(before == null ? List.of() : before.findings());
    findings.add(
        new Finding(
            ending.timedOut() ? Fault.HANG : Fault.CRASH,
            rung.id(),
            died.id(),
            mark.check(),
            what,
            null,
            null,
            "",
            0,
            List.of()));
    List<Gap> gaps = new ArrayList<>(before == null ? List.of() : before.gaps());
    int known = gaps.stream().mapToInt(Gap::checks).sum();
    int lost = died.checks() - made - 1 - known;
    if (lost > 0) {
      gaps.add(new Gap(rung.id(), "behind the check at which the process ended", lost));
    }
    outcomes.put(
        died.id(), new Outcome(died.id(), true, made + 1, gaps, findings, List.of(), List.of(), 0));
  }

  private void skip(Rung rung, Probe probe, String why) {
    outcomes.put(
        probe.id(),
        new Outcome(
            probe.id(),
            true,
            0,
            List.of(new Gap(rung.id(), why, probe.checks())),
            List.of(),
            List.of(),
            List.of(),
            0));
  }
}
