package assay.bench.cli;

import assay.reports.history.History;
import assay.reports.site.NoSuchMomentException;
import assay.reports.site.Site;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "site",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a website: what changed since the last release, every case, and a page of timelines for",
      "each. It opens from disk and from any web host, and asks nobody for anything.",
      "",
      "Exit code 2 when the folder holds something else or a record is missing or damaged; the site",
      "of the others is written all the same."
    },
    footer = {"", "Example: assay history site public"})
final class HistorySiteCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private HistoryPlace place;

  @Option(
      names = "--since",
      paramLabel = "TIME|RUN",
      description = {
        "Changes from then on are news: as 2026-03-04T10:00:00Z, or the id of a run. By default the",
        "last \"history annotate --kind release\", else the first run."
      })
  private Optional<String> since;

  @Parameters(
      index = "0",
      paramLabel = "DIR",
      description = "Folder that is empty, not there, or an earlier site, which is replaced.")
  private Path folder;

  @Override
  public Integer call() throws IOException {
    try (History history = place.toRead()) {
      Site.Written written = Site.write(history, folder, since);
      PrintWriter out = command.commandLine().getOut();
      out.println(written.headline());
      out.println(folder.resolve("index.html"));
      out.flush();
      return place.warnOf(history.faults());
    } catch (NoSuchMomentException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
