package assay.bench.cli;

import assay.reports.exchange.GateJunit;
import assay.reports.exchange.GateMarkdown;
import assay.reports.forecast.AgainstHistory;
import assay.reports.history.History;
import assay.reports.history.StoreAddress;
import assay.reports.judge.Comparison;
import assay.reports.judge.Gate;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import assay.reports.record.WholeFile;
import assay.reports.summary.RunSummary;
import assay.reports.text.GateText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "gate",
    mixinStandardHelpOptions = true,
    description = {
      "Says whether a candidate may pass, for CI.",
      "Exit code 0: nothing became worse, and the data would have seen it. 1: something is worse or",
      "failed. 3: cases are missing, not comparable or too noisy, so nobody can say. 2: a run or the",
      "history cannot be read."
    },
    footer = {
      "",
      "Example: assay gate --baseline runs/main --candidate runs/change --markdown comment.md",
      "Example: assay gate --history --candidate runs/tonight --junit gate.xml"
    })
final class GateCommand implements Callable<Integer> {

  private static final double MOST_PERCENT = 1000;

  @Spec private CommandSpec command;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Against against;

  /** What the candidate is held against. */
  private static final class Against {
    @Option(
        names = "--baseline",
        required = true,
        paramLabel = "RUN",
        description = "One run: its folder.")
    private Path baseline;

    @Option(
        names = "--history",
        required = true,
        arity = "0..1",
        fallbackValue = "",
        paramLabel = "DIR|URL",
        description = {
          "All runs of a history since the last change of each case; a folder or",
          "postgresql://user@host/database, by default what ASSAY_HISTORY says, else assay/history",
          "in XDG_DATA_HOME or ~/.local/share."
        })
    private String history;
  }

  @Option(names = "--candidate", required = true, paramLabel = "RUN", description = "Run folder.")
  private Path candidate;

  @Mixin private JudgingOptions judging = new JudgingOptions();

  @Option(
      names = "--may-miss",
      paramLabel = "PERCENT",
      defaultValue = "10",
      description =
          "A case that could be slower by this much without the data showing it is not green."
              + " Default: 10.")
  private String mayMissText;

  private double mayMiss;

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  @Option(names = "--junit", paramLabel = "FILE", description = "Write JUnit XML with figures.")
  private Path junit;

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description = "Write a comment for a pull request: what changed, details folded.")
  private Path markdown;

  @Override
  public Integer call() throws IOException {
    mayMiss = mayMiss(mayMissText);
    return against.history == null ? againstRun() : againstHistory();
  }

  /** With or without the sign. */
  private static double mayMiss(String text) {
    try {
      double percent = Double.parseDouble(text.replaceFirst("\\s*%$", ""));
      if (percent > 0 && percent <= MOST_PERCENT) {
        return percent;
      }
    } catch (NumberFormatException e) {
      // Said below, like a number out of range.
    }
    throw new UsageException(
        "--may-miss needs a number of per cent above 0 and up to %.0f, not \"%s\""
            .formatted(MOST_PERCENT, text));
  }

  private int againstRun() throws IOException {
    RunStore store = new RunStore();
    RunRecord before = store.read(against.baseline);
    RunRecord after = store.read(candidate);
    Comparison comparison = judging.compare(RunSummary.of(before), RunSummary.of(after));
    if (before.equals(after)) {
      throw new UsageException(
          "--baseline and --candidate are the same run %s, which cannot be worse than itself; name the folder of the change's run"
              .formatted(after.invocation().id()));
    }
    return tell(comparison);
  }

  /** With documents of the history missing or damaged nothing is green. */
  private int againstHistory() throws IOException {
    String asked = against.history.isEmpty() ? null : against.history;
    RunRecord run = new RunStore().read(candidate);
    try (History history = History.toRead(StoreAddress.of(asked, System.getenv()), this::warn)) {
      AgainstHistory.Result result = judging.compare(history, run, 1 + mayMiss / 100);
      List<String> faults = history.faults();
      faults.forEach(this::warn);
      result.remarks().forEach(this::warn);
      int code = tell(result.comparison());
      return faults.isEmpty() || code == ExitCode.FAIL ? code : ExitCode.USAGE;
    }
  }

  private void warn(String sentence) {
    PrintWriter err = command.commandLine().getErr();
    err.println("assay: " + sentence);
    err.flush();
  }

  private int tell(Comparison comparison) throws IOException {
    Gate gate = Gate.of(comparison, 1 + mayMiss / 100);
    write(junit, GateJunit.of(gate));
    write(markdown, GateMarkdown.of(gate));
    print(gate);
    return switch (gate.outcome()) {
      case PASS -> ExitCode.OK;
      case FAIL -> ExitCode.FAIL;
      case INCONCLUSIVE -> ExitCode.INCONCLUSIVE;
    };
  }

  private static void write(Path file, String text) throws IOException {
    if (file != null) {
      WholeFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private void print(Gate gate) {
    PrintWriter print = command.commandLine().getOut();
    if (json) {
      print.println(
          JsonMapper.builder()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .build()
              .writeValueAsString(gate));
    } else {
      Terminal terminal = Terminal.detect(System.getenv());
      print.print(GateText.render(gate, terminal.columns(), terminal.colour()));
    }
    print.flush();
  }
}
