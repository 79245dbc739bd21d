package assay.reports.history;

import assay.reports.history.Document.Kind;
import assay.reports.record.RecordJson;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A run that was read and found fit for a history, any history. */
public final class RunCandidate {

  private static final Duration CLOCK_TOLERANCE = Duration.ofHours(1);

  private final Path source;
  private final Document document;
  private final RunRecord run;
  private final MeasuredRun entry;

  private RunCandidate(Path source, Document document, RunRecord run, MeasuredRun entry) {
    this.source = source;
    this.document = document;
    this.run = run;
    this.entry = entry;
  }

  /**
   * @param runOrFile a run folder or a record file
   * @param as another id than the record's own
   * @throws assay.reports.record.UnreadableRecordException when there is no record or a damaged one
   * @throws UnusableHistoryException when no history can take it
   */
  public static RunCandidate read(Path runOrFile, Optional<String> as) {
    byte[] json = new RunStore().bytes(runOrFile);
    RunRecord run = new RecordJson().read(json, runOrFile.toString());
    try {
      String id = Checked.id(as.orElse(run.invocation().id()));
      Document document = new Document(Kind.RUN, id, json);
      return new RunCandidate(runOrFile, document, run, RunEntry.of(run, id));
    } catch (UnusableHistoryException e) {
      throw refusal(runOrFile, e);
    }
  }

  static UnusableHistoryException refusal(Path source, UnusableHistoryException cause) {
    return new UnusableHistoryException(
        "%s is not added: %s".formatted(source, cause.getMessage()), cause);
  }

  Path source() {
    return source;
  }

  Document document() {
    return document;
  }

  MeasuredRun entry() {
    return entry;
  }

  /** Sentences about what people should know of it. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    Instant finished = Checked.time(run.invocation().finishedAt(), "finishedAt");
    if (finished.isBefore(entry.startedAt())) {
      remarks.add(
          "%s ended before it started, so its clock was set back meanwhile".formatted(entry.id()));
    }
    if (entry.startedAt().isAfter(Instant.now().plus(CLOCK_TOLERANCE))) {
      remarks.add(
          "%s started in the future (%s), so one of the clocks is wrong"
              .formatted(entry.id(), entry.startedAt()));
    }
    long valid = entry.cases().stream().filter(each -> each.state().equals("VALID")).count();
    if (valid < entry.cases().size()) {
      remarks.add(
          "%d of the %d cases are not VALID: kept with their state, and no part of a series"
              .formatted(entry.cases().size() - valid, entry.cases().size()));
    }
    return remarks;
  }
}
