package assay.bench.cli;

import assay.bench.turns.Build;
import assay.reports.Report;
import assay.reports.judge.Champion;
import assay.reports.judge.ChipRanking;
import assay.reports.judge.Comparison;
import assay.reports.judge.Comparison.Row;
import assay.reports.judge.Contest;
import assay.reports.judge.Verdict;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.RunStore;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.Place;
import assay.reports.summary.RunSummary;
import assay.reports.text.ChampionText;
import assay.reports.text.ChipText;
import assay.reports.text.ComparisonText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Compares runs with the first one, or the backends inside one run.",
      "Exit code 1 when any case is slower or its result wrong, 3 when a case that the baseline has",
      "could not be measured, or when nothing could be told."
    },
    footer = {
      "",
      "Example: assay compare runs/before runs/after --to html --out out",
      "Example: assay compare --interleave old/benchmarks.jar new/benchmarks.jar -- --profile"
          + " standard --spec matmul:q4_K*f32:m4096,n1,k4096"
    })
final class CompareCommand implements Callable<Integer> {

  @Spec private CommandSpec command;

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description = "Run folders; first: baseline. With --interleave two builds, then run options.")
  private List<String> arguments;

  @Option(
      names = "--interleave",
      description = {
        "Measure two builds (benchmarks.jar or built checkout) in turns, iteration by iteration:",
        "the only honest way on a machine that drifts. Options of run follow after \"--\"."
      })
  private boolean interleave;

  @Mixin private JudgingOptions judging = new JudgingOptions();

  @Option(
      names = "--baseline",
      paramLabel = "BACKEND",
      description =
          "Inside one run: the backend that others are held against; by default the first on each chip.")
  private String baseline;

  @Option(
      names = "--to",
      split = ",",
      paramLabel = "KIND",
      defaultValue = "html",
      description = "With --out: html (one offline page), md, svg, png; default: html.")
  private List<String> kinds;

  @Option(names = "--out", paramLabel = "DIR", description = "Folder for the files.")
  private Path out;

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Set<Report.Kind> wanted = Kinds.of(kinds, Report.OF_COMPARISONS);
    List<RunSummary> summaries = interleave ? interleaved() : recorded();
    List<Comparison> comparisons =
        summaries.size() == 1 ? backends(summaries.getFirst()) : against(summaries);
    List<Path> files = out == null ? List.of() : Report.write(summaries, comparisons, out, wanted);
    PrintWriter print = command.commandLine().getOut();
    if (json) {
      print.println(
          JsonMapper.builder()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .build()
              .writeValueAsString(comparisons));
    } else {
      print(summaries, comparisons, print);
      files.forEach(print::println);
    }
    print.flush();
    boolean chipsTold = summaries.size() == 1 && ChipRanking.of(summaries.getFirst()).tells();
    return exitCode(comparisons, summaries.size() == 1, chipsTold);
  }

  private List<RunSummary> recorded() {
    RunStore store = new RunStore();
    return arguments.stream().map(path -> RunSummary.of(store.read(Path.of(path)))).toList();
  }

  private List<RunSummary> interleaved() throws IOException {
    if (arguments.size() < 2) {
      throw new UsageException("--interleave needs two builds: the old one, then the new one");
    }
    TurnsAction.Outcome outcome =
        new TurnsAction(command.commandLine().getOut())
            .measure(
                TurnsAction.folder(out, "turns"),
                build(arguments.get(0)),
                build(arguments.get(1)),
                arguments.subList(2, arguments.size()));
    return List.of(outcome.first(), outcome.second());
  }

  private static Build build(String text) {
    try {
      return Build.of(Path.of(text));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private void print(List<RunSummary> summaries, List<Comparison> comparisons, PrintWriter print) {
    Terminal terminal = Terminal.detect(System.getenv());
    if (summaries.size() == 1) {
      List<Champion> best = Champion.of(Contest.of(summaries));
      print.println(ChampionText.render(best, terminal.columns(), terminal.colour()));
      String chips =
          ChipText.render(
              ChipRanking.of(summaries.getFirst()), terminal.columns(), terminal.colour());
      if (!chips.isEmpty()) {
        print.println(chips);
      }
    }
    for (Comparison each : comparisons) {
      print.println(ComparisonText.render(each, terminal.columns(), terminal.colour()));
    }
    print.println(ComparisonText.rule(terminal.columns(), terminal.colour()));
    if (out == null) {
      print.println("One page with charts, accuracy and what actually ran: add --out DIR");
    }
  }

  private List<Comparison> against(List<RunSummary> summaries) {
    RunSummary first = summaries.getFirst();
    return summaries.stream().skip(1).map(other -> judging.compare(first, other)).toList();
  }

  private List<Comparison> backends(RunSummary run) {
    List<String> ids =
        run.cases().stream().map(one -> one.record().key().backend()).distinct().toList();
    if (baseline != null && !ids.contains(baseline)) {
      throw new UsageException(
          "the run has no backend \"%s\"; it has %s".formatted(baseline, String.join(", ", ids)));
    }
    if (ids.size() < 2 && run.places().size() < 2) {
      throw new UsageException(
          "the run has only the backend %s; give a second run to compare with"
              .formatted(ids.getFirst()));
    }
    return ids.stream()
        .flatMap(contender ->
            baselines(run, contender)
                .map(first -> Comparison.ofBackends(run, first, contender))
                .filter(each -> !each.rows().isEmpty()))
        .toList();
  }

  /** The first backend on each chip that the contender was asked for on, unless one is named. */
  private Stream<String> baselines(RunSummary run, String contender) {
    Stream<String> all =
        baseline != null
            ? Stream.of(baseline)
            : run.cases().stream()
                .filter(each -> each.backend().equals(contender))
                .map(CaseSummary::place)
                .distinct()
                .map(place -> first(run, place));
    return all.filter(each -> !each.equals(contender)).distinct();
  }

  private static String first(RunSummary run, Place place) {
    return run.cases().stream()
        .filter(each -> each.place().equals(place))
        .findFirst()
        .orElseThrow()
        .backend();
  }

  /**
   * Worse is 1 and beats everything; what the baseline had and the contender could not measure is
   * never 0.
   *
   * @param inside whether backends of one run are compared: there one may lack what another has
   * @param chipsTold whether chips of one run were told apart
   */
  private static int exitCode(List<Comparison> comparisons, boolean inside, boolean chipsTold) {
    List<Row> rows = comparisons.stream().flatMap(each -> each.rows().stream()).toList();
    boolean worse =
        rows.stream()
            .anyMatch(row ->
                row.verdict() == Verdict.SLOWER
                    || (row.isLost() || !inside)
                        && row.contenderState().equals(Optional.of(State.WRONG)));
    if (worse) {
      return ExitCode.FAIL;
    }
    boolean lost = rows.stream().anyMatch(row -> row.isLost() && !(inside && isLack(row)));
    boolean told =
        chipsTold
            || rows.stream()
                .anyMatch(row -> row.verdict() == Verdict.FASTER || row.verdict() == Verdict.SAME);
    return told && !lost ? ExitCode.OK : ExitCode.INCONCLUSIVE;
  }

  private static boolean isLack(Row row) {
    return row.contenderState().map(state -> state == State.UNSUPPORTED).orElse(true);
  }
}
