package assay.bench.cli;

import assay.reports.history.History;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "annotate",
    mixinStandardHelpOptions = true,
    description = "Says what happened at a moment: a release, a new driver, kernel, commit, ...",
    footer = {
      "",
      "Example: assay history annotate --at 2026-03-04T10:00:00Z --kind kernel \"Linux 6.12\""
    })
final class HistoryAnnotateCommand implements Callable<Integer> {

  private static final List<String> KINDS =
      List.of("release", "driver", "kernel", "commit", "hardware", "other");

  @Spec private CommandSpec command;
  @Mixin private HistoryPlace place;
  @Mixin private HistoryMoment moment;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      defaultValue = "other",
      description = "release, driver, kernel, commit, hardware or other; default: other.")
  private String kind;

  @Parameters(index = "0", paramLabel = "TEXT", description = "For people.")
  private String text;

  @Override
  public Integer call() {
    if (!KINDS.contains(kind)) {
      throw new UsageException(
          "--kind takes %s, not \"%s\"".formatted(String.join(", ", KINDS), kind));
    }
    try (History history = place.toWrite()) {
      var added =
          history.note(kind, false, moment.in(history), moment.commit(), moment.series(), text);
      command
          .commandLine()
          .getOut()
          .println((added.isNew() ? "noted " : "noted before ") + added.id());
      command.commandLine().getOut().flush();
      return ExitCode.OK;
    }
  }
}
