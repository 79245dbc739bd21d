package assay.bench.cli;

import assay.bench.turns.Build;
import assay.bench.turns.Turns;
import assay.reports.judge.Comparison;
import assay.reports.judge.NoiseFloor;
import assay.reports.judge.Verdict;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.RunStore;
import assay.reports.summary.RunSummary;
import assay.reports.summary.Units;
import assay.reports.text.ComparisonText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures two builds, or one twice, in turns. */
final class TurnsAction {

  private static final int[] FORESEEN_FORKS = {5, 10, 20};

  private final PrintWriter out;

  TurnsAction(PrintWriter out) {
    this.out = out;
  }

  /** The two runs that came of it, first side first. */
  record Outcome(Path folder, RunSummary first, RunSummary second) {}

  /**
   * This build against itself.
   *
   * @return 0, or 3 when the machine calls equal builds different
   */
  int replay(RunOptions options) throws IOException {
    Build own = Build.ofThisProcess();
    Path folder = folder(options.out().orElse(null), "aa");
    Outcome outcome = measure(folder, own, own, withoutOwn(options.commandLine()));
    Comparison replay = Comparison.ofRuns(outcome.first(), outcome.second());
    Terminal terminal = Terminal.detect(System.getenv());
    out.println(ComparisonText.render(replay, terminal.columns(), terminal.colour()));
    long told =
        replay.rows().stream()
            .filter(row -> row.judgements().stream().anyMatch(each -> each.verdict().isDifferent()))
            .count();
    long compared = replay.rows().stream().filter(row -> row.ratio().isPresent()).count();
    if (compared == 0) {
      out.println(
          "No case is valid on both sides, so nothing is known of this machine's noise; the reasons"
              + " stand above.");
    } else {
      writeNoise(NoiseFloor.of(outcome.first(), outcome.second()), told, compared);
      out.println("Noise floor of this machine: " + folder + " (for --noise)");
    }
    out.flush();
    // What neither half can run is no fault of the machine.
    boolean lost =
        replay.rows().stream()
            .filter(row -> row.verdict() == Verdict.NOT_COMPARABLE)
            .anyMatch(row -> !row.baselineState().equals(Optional.of(State.UNSUPPORTED)));
    boolean together =
        replay.together().stream().anyMatch(each -> each.judgement().verdict().isDifferent());
    boolean quiet = compared > 0 && told == 0 && !together && !lost;
    return quiet ? ExitCode.OK : ExitCode.INCONCLUSIVE;
  }

  private void writeNoise(NoiseFloor floor, long told, long compared) {
    out.printf(
        "The same build against itself: %d of %d cases told different; 19 of 20 differ by less than"
            + " %s in turns, %s by their fork means.%n",
        told, compared, Units.ratio(floor.usualRatio(true)), Units.ratio(floor.usualRatio(false)));
    writeForesight(floor, compared, true);
    writeForesight(floor, compared, false);
  }

  /** What it will take to see a change on this machine, before anybody measures one. */
  private void writeForesight(NoiseFloor floor, long family, boolean inTurns) {
    List<String> parts = new ArrayList<>();
    for (int forks : FORESEEN_FORKS) {
      floor
          .detectable(forks, (int) family, inTurns)
          .ifPresent(
              ratio -> parts.add("%s with %d forks a side".formatted(percent(ratio - 1), forks)));
    }
    if (!parts.isEmpty()) {
      out.printf(
          "Measured %s, in half of the cases a change will be seen four times in five from: %s.%n",
          inTurns ? "in turns" : "apart", String.join(", ", parts));
    }
  }

  private static String percent(double share) {
    return Units.spread(share).replace(Units.SPACE, " ");
  }

  /**
   * @param options of {@code assay run}
   */
  Outcome measure(Path folder, Build first, Build second, List<String> options) throws IOException {
    boolean goesOn = Files.exists(folder.resolve(Turns.FIRST));
    Turns turns = new Turns(folder, options);
    turns.requireSame(first, second);
    System.err.printf(
        "assay: %s in turns into %s%n", goesOn ? "going on" : "measuring two sides", folder);
    turns.run(first, second, new TenthsOfTurns(System.err, folder));
    RunStore store = new RunStore();
    return new Outcome(
        folder,
        RunSummary.of(store.read(folder.resolve(Turns.FIRST))),
        RunSummary.of(store.read(folder.resolve(Turns.SECOND))));
  }

  /** Named by the user, or a new one below runs. */
  static Path folder(Path named, String kind) {
    return named != null
        ? named
        : Path.of("runs", Instant.now().toString().replaceAll("[-:]|\\..*", "") + "-" + kind);
  }

  /** What the children are to be told: everything but what makes this run one of turns. */
  static List<String> withoutOwn(List<String> arguments) {
    List<String> options = new ArrayList<>();
    // Only the first word is the command; a folder or a file may be named run, too.
    boolean isCommand = !arguments.isEmpty() && arguments.getFirst().equals("run");
    boolean skip = false;
    for (String each : arguments.subList(isCommand ? 1 : 0, arguments.size())) {
      if (skip) {
        skip = false;
      } else if (each.equals("--out")) {
        skip = true;
      } else if (!each.equals("--aa") && !each.startsWith("--out=")) {
        options.add(each);
      }
    }
    return options;
  }
}
