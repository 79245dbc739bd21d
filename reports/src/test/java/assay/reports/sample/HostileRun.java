package assay.reports.sample;

import assay.probe.Reading;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.Key;
import assay.reports.record.CaseRecord.Origin;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.CaseRecord.Status;
import assay.reports.record.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A record whose every free text tries to break out of where it is put. */
public final class HostileRun {

  public static final String ATTACK =
      "<script>alert(1)</script>\"'&|`*_[x](http://evil.example)\r\n=HYPERLINK(\"x\")"
          + "\u001b[31m\u202etxt\u0000,;\u4e2d\u6587 -- ]]> --> @everyone";

  private HostileRun() {}

  public static RunRecord record() {
    RunRecord plain = SampleRun.standard();
    List<CaseRecord> cases = new ArrayList<>();
    for (CaseRecord each : plain.cases().subList(0, 30)) {
      cases.add(poisoned(each));
    }
    CaseRecord failed = SampleCase.failed(cases.getFirst(), State.CRASHED, "=1+1" + ATTACK);
    cases.add(failed);
    return new RunRecord(
        plain.schema(),
        new RunRecord.Tool(ATTACK, ATTACK, ATTACK),
        new RunRecord.Invocation(
            ATTACK,
            ATTACK,
            null,
            ATTACK,
            1,
            3,
            List.of(ATTACK, "</style><img src=x>"),
            Map.of(ATTACK, ATTACK)),
        new RunRecord.Jvm(ATTACK, ATTACK, ATTACK, List.of(ATTACK)),
        SampleMachine.named(ATTACK),
        plain.ceilings(),
        List.of(
            new RunRecord.BackendRecord(ATTACK, ATTACK, List.of(), Reading.unavailable(ATTACK))),
        cases);
  }

  private static CaseRecord poisoned(CaseRecord of) {
    Key key = of.key();
    Key bad =
        new Key(key.spec() + ATTACK, key.backend() + ATTACK, ATTACK, "cpu", 2, key.cache(), ATTACK);
    CaseRecord.Work work = of.work();
    return new CaseRecord(
        ATTACK + of.id(),
        bad,
        List.of(new Origin(ATTACK, ATTACK, ATTACK)),
        new CaseRecord.Work(
            work.operation(),
            work.storedFormat() + ATTACK,
            work.shape(),
            work.flops(),
            work.bytes(),
            work.outputs()),
        new Status(State.VALID, List.of(ATTACK)),
        new CaseRecord.Execution(ATTACK, ATTACK, Map.of(ATTACK, ATTACK)),
        of.forks(),
        of.accuracy(),
        Reading.unavailable(ATTACK));
  }
}
