package assay.bench.run;

import assay.bench.fork.ForkReport;
import assay.bench.plan.Plan;
import assay.bench.telemetry.Sensing;
import assay.probe.Machine;
import assay.reports.record.Ceiling;
import assay.reports.record.Idle;
import assay.reports.record.RunRecord;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** One line of {@code journal.jsonl}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = JournalLine.Begun.class, name = "begun"),
  @JsonSubTypes.Type(value = JournalLine.Ceilings.class, name = "ceilings"),
  @JsonSubTypes.Type(value = JournalLine.Rested.class, name = "rested"),
  @JsonSubTypes.Type(value = JournalLine.Forked.class, name = "forked"),
  @JsonSubTypes.Type(value = JournalLine.Skipped.class, name = "skipped"),
  @JsonSubTypes.Type(value = JournalLine.Finished.class, name = "finished")
})
public sealed interface JournalLine {

  String SCHEMA = "assay-journal/2";

  /**
   * The first line: everything known before the first fork.
   *
   * @param build names the code that measures, see {@link Build}
   * @param wish what of the command line is not in the plan
   */
  record Begun(
      String schema,
      String build,
      RunRecord.Tool tool,
      RunRecord.Invocation invocation,
      RunRecord.Jvm jvm,
      Machine machine,
      List<RunRecord.BackendRecord> backends,
      Plan plan,
      Wish wish)
      implements JournalLine {}

  /**
   * @param sensing null in journals of versions that had none
   * @param sustainedSeconds how long each case is repeated; null in a run that measures forks
   */
  record Wish(
      boolean ceilings,
      boolean namedBackends,
      Sensing sensing,
      @JsonInclude(JsonInclude.Include.NON_NULL) Double sustainedSeconds) {

    public Wish {
      sensing = sensing == null ? Sensing.USUAL : sensing;
    }

    /** Of a run that measures forks, with this machine's sensors at the usual rate. */
    public Wish(boolean ceilings, boolean namedBackends) {
      this(ceilings, namedBackends, Sensing.USUAL, null);
    }
  }

  /** The machine with nothing to do, before the forks or after them. */
  record Rested(Idle idle) implements JournalLine {}

  record Ceilings(List<Ceiling> ceilings) implements JournalLine {}

  record Forked(ForkReport report) implements JournalLine {}

  /** A fork of the plan that is not worth its time, and why. */
  record Skipped(String caseId, int round, String reason) implements JournalLine {}

  /**
   * @param at ISO-8601 UTC
   */
  record Finished(String at) implements JournalLine {}
}
