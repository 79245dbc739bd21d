package assay.bench.run;

import assay.bench.fork.ForkReport;
import assay.bench.plan.PlannedCase;
import assay.reports.record.CaseRecord;
import assay.reports.record.Ceiling;
import assay.reports.record.Idle;
import assay.reports.record.RunRecord;
import assay.reports.summary.Ceilings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the run record from the lines of a journal and nothing else. */
public final class RunAssembler {

  private RunAssembler() {}

  /** Of a whole or an interrupted run; the first line is {@link JournalLine.Begun}. */
  public static RunRecord assemble(List<JournalLine> lines) {
    JournalLine.Begun begun = (JournalLine.Begun) lines.getFirst();
    List<Ceiling> ceilings = new ArrayList<>();
    List<Idle> idle = new ArrayList<>();
    Map<String, Map<Integer, ForkReport>> forks = new LinkedHashMap<>();
    String finishedAt = null;
    for (JournalLine line : lines) {
      switch (line) {
        case JournalLine.Begun first -> {}
        case JournalLine.Ceilings measured -> ceilings.addAll(measured.ceilings());
        case JournalLine.Rested rested -> idle.add(rested.idle());
        case JournalLine.Forked forked ->
            // Forks are counted as independent; one that is there twice is still one.
            forks
                .computeIfAbsent(forked.report().caseId(), id -> new TreeMap<>())
                .putIfAbsent(forked.report().fork().round(), forked.report());
        case JournalLine.Skipped skipped -> {}
        case JournalLine.Finished finished -> finishedAt = finished.at();
      }
    }
    List<Ceiling> merged = CeilingMerge.best(ceilings);
    return new RunRecord(
        RunRecord.SCHEMA,
        begun.tool(),
        finished(begun.invocation(), finishedAt),
        begun.jvm(),
        begun.machine(),
        merged,
        begun.backends(),
        cases(
            begun.plan().cases(),
            forks,
            new EnergyAccount(idle, begun.backends(), begun.machine().sensors()),
            new Ceilings(merged, begun.machine(), begun.backends())),
        idle);
  }

  private static RunRecord.Invocation finished(RunRecord.Invocation begun, String finishedAt) {
    return new RunRecord.Invocation(
        begun.id(),
        begun.startedAt(),
        finishedAt,
        begun.profile(),
        begun.seed(),
        begun.plannedForks(),
        begun.commandLine(),
        begun.environment(),
        begun.turns());
  }

  private static List<CaseRecord> cases(
      List<PlannedCase> planned,
      Map<String, Map<Integer, ForkReport>> forks,
      EnergyAccount account,
      Ceilings ceilings) {
    List<CaseRecord> cases = new ArrayList<>();
    for (PlannedCase one : planned) {
      List<ForkReport> reports =
          forks.getOrDefault(one.id(), Map.of()).values().stream()
              .map(report -> account.settle(one.key(), report))
              .toList();
      CaseRecord assembled = CaseAssembler.assemble(one, reports);
      cases.add(TrustRules.apply(assembled, ceilings));
    }
    return cases;
  }
}
