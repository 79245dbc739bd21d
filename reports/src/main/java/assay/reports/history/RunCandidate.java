package assay.reports.history;

import assay.reports.history.Document.Kind;
import assay.reports.record.RecordJson;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import java.nio.file.Path;
import java.util.Optional;

/** A run that was read and found fit for a history, any history. */
public final class RunCandidate {

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

  RunRecord run() {
    return run;
  }

  MeasuredRun entry() {
    return entry;
  }
}
