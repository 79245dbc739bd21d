package assay.bench.cli;

import assay.reports.history.History;
import assay.reports.history.RunLine;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Predicate;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The place in a history that a note speaks of. */
final class HistoryMoment {

  @ArgGroup(multiplicity = "1")
  private Choice choice;

  @Option(
      names = "--series",
      paramLabel = "KEY",
      defaultValue = "",
      description = "Of this series only; \"history list --cases\" shows the keys.")
  private String series;

  private static final class Choice {
    @Option(names = "--at", paramLabel = "TIME", description = "As 2026-03-04T10:00:00Z.")
    private String time;

    @Option(names = "--run", paramLabel = "ID", description = "When this run started.")
    private String run;

    @Option(
        names = "--commit",
        paramLabel = "ID",
        description = "When the first run of this commit started.")
    private String commit;
  }

  String series() {
    return series;
  }

  String commit() {
    return choice.commit == null ? "" : choice.commit;
  }

  Instant in(History history) {
    if (choice.time != null) {
      try {
        return OffsetDateTime.parse(choice.time).toInstant();
      } catch (DateTimeException e) {
        throw new UsageException(
            "--at takes a moment such as 2026-03-04T10:00:00Z, not \"%s\"".formatted(choice.time));
      }
    }
    return choice.run != null
        ? start(history, run -> run.id().equals(choice.run), "run " + choice.run)
        : start(
            history,
            run -> run.commit().startsWith(choice.commit),
            "run of commit " + choice.commit);
  }

  private static Instant start(History history, Predicate<RunLine> wanted, String what) {
    return history.runs().stream()
        .filter(wanted)
        .findFirst()
        .map(RunLine::startedAt)
        .orElseThrow(() -> new UsageException("the history has no " + what));
  }
}
