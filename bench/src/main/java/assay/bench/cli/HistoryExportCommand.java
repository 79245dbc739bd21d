package assay.bench.cli;

import assay.reports.history.History;
import assay.reports.history.StoreAddress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes every point, one a row, for other programs; or copies the records into another history,",
      "from a folder to a database or back. Exit code 2 when a record is missing or damaged."
    },
    footer = {
      "",
      "Example: assay history export --to parquet points.parquet",
      "         assay history export --to store postgresql://assay@db.example/bench"
    })
final class HistoryExportCommand implements Callable<Integer> {

  private static final List<String> KINDS = List.of("csv", "parquet", "store");

  @Spec private CommandSpec command;
  @Mixin private HistoryPlace place;

  @Option(
      names = "--to",
      paramLabel = "KIND",
      defaultValue = "csv",
      description = "csv, parquet or store; default: csv.")
  private String kind;

  @Parameters(
      index = "0",
      paramLabel = "OUT",
      description = "File to write; for a store, its folder or URL.")
  private String out;

  @Override
  public Integer call() {
    if (!KINDS.contains(kind)) {
      throw new UsageException(
          "cannot export to \"%s\"; --to takes %s".formatted(kind, String.join(", ", KINDS)));
    }
    try (History history = place.toRead()) {
      PrintWriter print = command.commandLine().getOut();
      switch (kind) {
        case "csv" -> history.exportCsv(Path.of(out));
        case "parquet" -> history.exportParquet(Path.of(out));
        default -> copy(history, print);
      }
      if (!kind.equals("store")) {
        print.println(out);
      }
      print.flush();
      return place.warnOf(history.faults());
    }
  }

  private void copy(History history, PrintWriter print) {
    try (History other = History.toWrite(StoreAddress.of(out, System.getenv()), place::warn)) {
      int added = history.copyTo(other);
      print.println(
          "%d of %d records were new in %s".formatted(added, history.size(), other.address()));
    }
  }
}
