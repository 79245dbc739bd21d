package assay.bench.cli;

import assay.bench.run.Progress;
import assay.bench.turns.PacedByParent;
import assay.bench.turns.Part;
import assay.reports.record.RunRecord;
import assay.reports.text.TerminalTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Measures cases, each in forked JVMs, and writes a run folder.",
    footer = {
      "",
      "The folder is runs/<time>-<profile> under the current folder unless --out names another.",
      "",
      "Example: assay run --profile standard --backend vector --backend ggml --cache hot,cold"
          + " --spec matmul:q4_K*f32:m4096,n1,k14336"
    })
final class RunCommand implements Callable<Integer> {

  @Spec private CommandSpec command;

  @Mixin private RunOptions options = new RunOptions();

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description =
          "Go on with an interrupted run: measure the forks its journal lacks. Takes no other"
              + " option, since the journal has them; needs the same build, JVM and machine.")
  private Path resume;

  @Option(
      names = "--aa",
      description = {
        "Measure everything twice in turns, as two builds would be, to learn how far two",
        "measurements of the same lie apart here: folders a and b; see --noise of gate and compare."
      })
  private boolean aa;

  /** Of the two children of a run in turns; see {@link assay.bench.turns.Turns}. */
  @Option(names = "--paced", hidden = true)
  private String part;

  @Override
  public Integer call() throws Exception {
    if (command != null) {
      options.commandLine(command.commandLine().getParseResult().originalArgs());
    }
    if (options.sustained().isPresent()) {
      refuseBesideSustain();
    }
    if (aa) {
      return new TurnsAction(command.commandLine().getOut()).replay(options);
    }
    if (resume != null) {
      refuseOthers();
    }
    Terminal terminal = Terminal.detect(System.getenv());
    Progress progress = new ConsoleProgress(System.err, terminal.interactive());
    RunAction action =
        part == null
            ? new RunAction(progress)
            : new RunAction(
                progress, new PacedByParent(System.in, System.out), Optional.of(Part.parse(part)));
    RunAction.Outcome outcome = resume == null ? action.start(options) : action.resume(resume);
    RunRecord run = outcome.record();
    PrintWriter out =
        command == null ? new PrintWriter(System.out, true) : command.commandLine().getOut();
    out.print(TerminalTable.render(run, terminal.columns(), terminal.colour()));
    LoadCourse.lines(run).forEach(out::println);
    out.println("Run folder: " + outcome.folder());
    out.println(ReportFile.write(run, outcome.folder().path()));
    out.flush();
    return Verdicts.exitCode(run, outcome.namedBackends());
  }

  /** A load is one fork of slices, and nobody else measures meanwhile. */
  private void refuseBesideSustain() {
    List<String> others =
        command.commandLine().getParseResult().matchedOptions().stream()
            .map(option -> option.longestName())
            .filter(List.of("--profile", "--forks", "--aa", "--paced")::contains)
            .toList();
    if (!others.isEmpty()) {
      throw new UsageException(
          "--sustain measures one long fork a case, slice by slice; leave out "
              + String.join(", ", others));
    }
  }

  /** A run goes on as it was begun; an option that changed nothing would deceive. */
  private void refuseOthers() {
    List<String> others =
        command.commandLine().getParseResult().matchedOptions().stream()
            .map(option -> option.longestName())
            .filter(name -> !name.equals("--resume") && !name.equals("--paced"))
            .toList();
    if (!others.isEmpty()) {
      throw new UsageException(
          "--resume goes on with the options that the run was begun with; leave out "
              + String.join(", ", others));
    }
  }
}
