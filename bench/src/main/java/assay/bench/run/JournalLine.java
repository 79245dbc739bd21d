package assay.bench.run;

import assay.bench.fork.ForkReport;
import assay.bench.plan.Plan;
import assay.probe.Machine;
import assay.reports.record.Ceiling;
import assay.reports.record.RunRecord;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** One line of {@code journal.jsonl}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = JournalLine.Begun.class, name = "begun"),
  @JsonSubTypes.Type(value = JournalLine.Ceilings.class, name = "ceilings"),
  @JsonSubTypes.Type(value = JournalLine.Forked.class, name = "forked"),
  @JsonSubTypes.Type(value = JournalLine.Finished.class, name = "finished")
})
public sealed interface JournalLine {

  String SCHEMA = "assay-journal/1";

  /** The first line: everything known before the first fork. */
  record Begun(
      String schema,
      RunRecord.Tool tool,
      RunRecord.Invocation invocation,
      RunRecord.Jvm jvm,
      Machine machine,
      List<RunRecord.BackendRecord> backends,
      Plan plan)
      implements JournalLine {}

  record Ceilings(List<Ceiling> ceilings) implements JournalLine {}

  record Forked(ForkReport report) implements JournalLine {}

  /**
   * @param at ISO-8601 UTC
   */
  record Finished(String at) implements JournalLine {}
}
