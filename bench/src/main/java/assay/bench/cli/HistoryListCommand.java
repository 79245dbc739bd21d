package assay.bench.cli;

import assay.reports.history.History;
import assay.reports.history.HistoryText;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the runs, oldest first; or every series with its count and last value.",
      "Exit code 2 when a record is missing or damaged; the others are listed all the same."
    },
    footer = {"", "Example: assay history list --cases"})
final class HistoryListCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private HistoryPlace place;

  @Option(names = "--cases", description = "One line a series: case, metric, machine, set-up.")
  private boolean cases;

  @Option(names = "--notes", description = "Annotations and acknowledgements.")
  private boolean notes;

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  @Override
  public Integer call() {
    try (History history = place.toRead()) {
      PrintWriter out = command.commandLine().getOut();
      if (json) {
        out.println(
            JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(what(history)));
      } else {
        Terminal terminal = Terminal.detect(System.getenv());
        HistoryText text = new HistoryText(terminal.columns(), terminal.colour());
        out.print(
            notes
                ? text.notes(history.notes())
                : cases ? text.cases(history.cases()) : text.runs(history.runs()));
      }
      out.flush();
      return place.warnOf(history.faults());
    }
  }

  private Object what(History history) {
    return notes ? history.notes() : cases ? history.cases() : history.runs();
  }
}
