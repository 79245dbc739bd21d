package assay.bench.cli;

import assay.reports.Report;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
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

  @Override
  public Integer call() throws IOException {
    Set<Report.Kind> wanted = Kinds.of(kinds, EnumSet.allOf(Report.Kind.class));
    PrintWriter print = command.commandLine().getOut();
    Set<String> taken = new HashSet<>();
    for (Path path : runs) {
      KilledRun.refuse(path);
      RunRecord run = new RunStore().read(path);
      for (Path file : Report.write(run, folder(path, taken), wanted)) {
        print.println(file);
      }
    }
    print.flush();
    return ExitCode.OK;
  }

  /**
   * Several runs must not write over each other's files, and what a record says of itself must not
   * choose a place on this disk: so each gets a folder of its run folder's name.
   */
  private Path folder(Path path, Set<String> taken) {
    Path own = Files.isDirectory(path) ? path : path.toAbsolutePath().getParent();
    if (out == null) {
      return own.equals(path) ? path : Path.of("").toAbsolutePath().relativize(own);
    }
    if (runs.size() == 1) {
      return out;
    }
    Path last = own.toAbsolutePath().normalize().getFileName();
    String name = last == null ? "run" : last.toString();
    String free = name;
    for (int i = 2; !taken.add(free); i++) {
      free = name + "-" + i;
    }
    return out.resolve(free);
  }
}
