package assay.bench.cli;

import assay.reports.history.History;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "acknowledge",
    mixinStandardHelpOptions = true,
    description =
        "Accepts a change at a moment: what comes after is compared with what comes after.",
    footer = {
      "",
      "Example: assay history acknowledge --run 20260304-100000-standard \"slower, but correct now\""
    })
final class HistoryAcknowledgeCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private HistoryPlace place;
  @Mixin private HistoryMoment moment;

  @Parameters(index = "0", paramLabel = "TEXT", description = "Why it is accepted.")
  private String text;

  @Override
  public Integer call() {
    try (History history = place.toWrite()) {
      var added =
          history.note(
              "accepted", true, moment.in(history), moment.commit(), moment.series(), text);
      command
          .commandLine()
          .getOut()
          .println((added.isNew() ? "noted " : "noted before ") + added.id());
      command.commandLine().getOut().flush();
      return ExitCode.OK;
    }
  }
}
