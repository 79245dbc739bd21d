package assay.bench.cli;

import assay.reports.history.History;
import assay.reports.history.RunCandidate;
import assay.reports.history.UnusableHistoryException;
import assay.reports.record.UnreadableRecordException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = {
      "Adds runs. Each goes in whole or not at all; adding the same run twice changes nothing.",
      "Exit code 2 when one of them is unreadable, unfinished, or another run of an id that is taken."
    },
    footer = {"", "Example: assay history add runs/20260304-100000-quick"})
final class HistoryAddCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private HistoryPlace place;

  @Parameters(arity = "1..*", paramLabel = "RUN", description = "Run folders or record files.")
  private List<Path> runs;

  @Option(
      names = "--as",
      paramLabel = "ID",
      description = "Keep the run under this id; two machines may have given one id to two runs.")
  private String as;

  @Override
  public Integer call() throws Exception {
    if (as != null && runs.size() > 1) {
      throw new UsageException("--as names one run; add the others by themselves");
    }
    // A record takes about as long to read as the database to load: both at once.
    FutureTask<History> opening = new FutureTask<>(place::toWrite);
    Thread.ofPlatform().daemon().start(opening);
    Read first = read(runs.getFirst());
    int code = ExitCode.OK;
    try (History history = opened(opening)) {
      place.warnOf(history.faults());
      for (int i = 0; i < runs.size(); i++) {
        code = Math.max(code, add(history, i == 0 ? first : read(runs.get(i))));
      }
    }
    return code;
  }

  /** A run, or why it cannot be added; the next one may be fine, and is wanted. */
  private record Read(RunCandidate run, String refusal) {}

  private Read read(Path run) {
    try {
      return new Read(RunCandidate.read(run, Optional.ofNullable(as)), null);
    } catch (UnreadableRecordException | UnusableHistoryException e) {
      return new Read(null, e.getMessage());
    }
  }

  private int add(History history, Read read) {
    if (read.run() == null) {
      place.warn(read.refusal());
      return ExitCode.USAGE;
    }
    try {
      print(history.add(read.run()));
      return ExitCode.OK;
    } catch (UnusableHistoryException e) {
      place.warn(e.getMessage());
      return ExitCode.USAGE;
    }
  }

  private static History opened(FutureTask<History> opening) throws Exception {
    try {
      return opening.get();
    } catch (ExecutionException e) {
      // As if it had been opened here.
      switch (e.getCause()) {
        case Exception failed -> throw failed;
        case Throwable broken -> throw new IllegalStateException(broken);
      }
    }
  }

  private void print(History.Added added) {
    PrintWriter out = command.commandLine().getOut();
    out.println(
        added.isNew()
            ? "added %s: %d cases, %d points".formatted(added.id(), added.cases(), added.points())
            : "%s is in the history already; nothing was changed".formatted(added.id()));
    added.remarks().forEach(remark -> out.println("note: " + remark));
    out.flush();
  }
}
