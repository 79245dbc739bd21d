package assay.bench.cli;

import assay.bench.plan.CaseIds;
import assay.probe.Reading;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.RunRecord;
import java.util.List;
import java.util.Map;

/** Records with something else in them. */
final class Altered {

  private Altered() {}

  static CaseRecord renamed(CaseRecord of, String spec) {
    var was = of.key();
    var key =
        new CaseRecord.Key(
            spec,
            was.backend(),
            was.variant(),
            was.device(),
            was.threads(),
            was.cache(),
            was.fill());
    return new CaseRecord(
        CaseIds.of(key),
        key,
        of.origins(),
        of.work(),
        of.status(),
        of.execution(),
        of.forks(),
        of.accuracy(),
        of.energy());
  }

  static CaseRecord failed(CaseRecord of, State state, String reason) {
    return new CaseRecord(
        of.id(),
        of.key(),
        of.origins(),
        of.work(),
        new CaseRecord.Status(state, List.of(reason)),
        null,
        List.of(),
        null,
        Reading.unavailable("the case did not run"));
  }

  static RunRecord cases(RunRecord of, List<CaseRecord> cases) {
    return new RunRecord(
        of.schema(),
        of.tool(),
        of.invocation(),
        of.jvm(),
        of.machine(),
        of.ceilings(),
        of.backends(),
        cases);
  }

  static RunRecord environment(RunRecord of, Map<String, String> variables) {
    var was = of.invocation();
    return new RunRecord(
        of.schema(),
        of.tool(),
        new RunRecord.Invocation(
            was.id(),
            was.startedAt(),
            was.finishedAt(),
            was.profile(),
            was.seed(),
            was.plannedForks(),
            was.commandLine(),
            variables),
        of.jvm(),
        of.machine(),
        of.ceilings(),
        of.backends(),
        of.cases());
  }
}
