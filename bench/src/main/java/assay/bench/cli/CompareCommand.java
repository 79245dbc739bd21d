package assay.bench.cli;

import assay.reports.record.RunStore;
import assay.reports.summary.Comparison;
import assay.reports.summary.Comparison.Verdict;
import assay.reports.summary.RunSummary;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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
      "Exit code 1 when any case is slower, 3 when nothing could be told."
    },
    footer = {"", "Example: assay compare runs/before runs/after"})
final class CompareCommand implements Callable<Integer> {

  @Spec private CommandSpec command;

  @Parameters(arity = "1..*", paramLabel = "RUN", description = "Run folders; first: baseline.")
  private List<Path> runs;

  @Option(
      names = "--baseline",
      paramLabel = "BACKEND",
      description = "Inside one run: the backend that others are held against; first by default.")
  private String baseline;

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  @Override
  public Integer call() {
    List<RunSummary> summaries =
        runs.stream().map(path -> RunSummary.of(new RunStore().read(path))).toList();
    List<Comparison> comparisons =
        summaries.size() == 1 ? backends(summaries.getFirst()) : against(summaries);
    PrintWriter out = command.commandLine().getOut();
    if (json) {
      out.println(
          JsonMapper.builder()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .build()
              .writeValueAsString(comparisons));
    } else {
      comparisons.forEach(comparison -> ComparisonText.print(comparison, out));
    }
    out.flush();
    return exitCode(comparisons);
  }

  private static List<Comparison> against(List<RunSummary> summaries) {
    RunSummary first = summaries.getFirst();
    return summaries.stream().skip(1).map(other -> Comparison.ofRuns(first, other)).toList();
  }

  private List<Comparison> backends(RunSummary run) {
    List<String> ids =
        run.cases().stream().map(one -> one.record().key().backend()).distinct().toList();
    String first = baseline == null ? ids.getFirst() : baseline;
    if (!ids.contains(first)) {
      throw new UsageException(
          "the run has no backend \"%s\"; it has %s".formatted(first, String.join(", ", ids)));
    }
    if (ids.size() < 2) {
      throw new UsageException(
          "the run has only the backend %s; give a second run to compare with".formatted(first));
    }
    List<Comparison> comparisons = new ArrayList<>();
    for (String id : ids) {
      if (!id.equals(first)) {
        comparisons.add(Comparison.ofBackends(run, first, id));
      }
    }
    return comparisons;
  }

  private static int exitCode(List<Comparison> comparisons) {
    if (comparisons.stream().anyMatch(each -> each.count(Verdict.SLOWER) > 0)) {
      return ExitCode.FAIL;
    }
    boolean told =
        comparisons.stream()
            .flatMap(each -> each.rows().stream())
            .anyMatch(row -> row.verdict() == Verdict.FASTER);
    return told ? ExitCode.OK : ExitCode.INCONCLUSIVE;
  }
}
