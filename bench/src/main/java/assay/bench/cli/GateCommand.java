package assay.bench.cli;

import assay.reports.exchange.GateJunit;
import assay.reports.exchange.GateMarkdown;
import assay.reports.judge.Gate;
import assay.reports.record.RunStore;
import assay.reports.record.WholeFile;
import assay.reports.summary.RunSummary;
import assay.reports.text.GateText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
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
      "failed. 3: cases are missing, not comparable or too noisy, so nobody can say."
    },
    footer = {
      "",
      "Example: assay gate --baseline runs/main --candidate runs/change --markdown comment.md"
    })
final class GateCommand implements Callable<Integer> {

  private static final double MOST_PERCENT = 1000;

  @Spec private CommandSpec command;

  @Option(names = "--baseline", required = true, paramLabel = "RUN", description = "Run folder.")
  private Path baseline;

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
    if (!(mayMiss > 0 && mayMiss <= MOST_PERCENT)) {
      throw new UsageException(
          "--may-miss needs a number of per cent above 0 and up to %.0f".formatted(MOST_PERCENT));
    }
    RunStore store = new RunStore();
    Gate gate =
        Gate.of(
            judging.compare(
                RunSummary.of(store.read(baseline)), RunSummary.of(store.read(candidate))),
            1 + mayMiss / 100);
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
