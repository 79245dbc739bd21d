package assay.bench.cli;

import assay.reports.Report;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Writes reports of runs: one offline HTML file, charts, tables for programs.",
    footer = {"", "Example: assay report runs/20260301-120000-quick --to html,csv,svg --out out"})
final class ReportCommand implements Callable<Integer> {

  @Spec private CommandSpec command;

  @Parameters(arity = "1..*", paramLabel = "RUN", description = "A run folder or its run.json.")
  private List<Path> runs;

  @Option(
      names = "--to",
      split = ",",
      paramLabel = "KIND",
      defaultValue = "html",
      description = "${COMPLETION-CANDIDATES}; default: html.",
      completionCandidates = Kinds.class)
  private List<String> kinds;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the files; by default each run's own folder.")
  private Path out;

  /** The names that {@code --to} takes. */
  static final class Kinds implements Iterable<String> {
    @Override
    public java.util.Iterator<String> iterator() {
      return Arrays.stream(Report.Kind.values()).map(Report.Kind::option).iterator();
    }
  }

  @Override
  public Integer call() throws IOException {
    Set<Report.Kind> wanted =
        kinds.stream()
            .map(ReportCommand::kind)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Report.Kind.class)));
    PrintWriter print = command.commandLine().getOut();
    for (Path path : runs) {
      RunRecord run = new RunStore().read(path);
      for (Path file : Report.write(run, folder(path, run), wanted)) {
        print.println(file);
      }
    }
    print.flush();
    return ExitCode.OK;
  }

  /** Several runs must not write over each other's files. */
  private Path folder(Path path, RunRecord run) {
    if (out == null) {
      Path parent = path.toAbsolutePath().getParent();
      return Files.isDirectory(path) ? path : Path.of("").toAbsolutePath().relativize(parent);
    }
    return runs.size() == 1 ? out : out.resolve(run.invocation().id());
  }

  private static Report.Kind kind(String name) {
    return Arrays.stream(Report.Kind.values())
        .filter(kind -> kind.option().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new UsageException(
                "unknown kind of report \"%s\"; there are %s"
                    .formatted(name, String.join(", ", new Kinds()))));
  }
}
