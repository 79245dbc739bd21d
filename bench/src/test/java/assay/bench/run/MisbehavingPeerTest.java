package assay.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.Samples;
import assay.bench.faulty.MisbehavingBlas;
import assay.bench.fork.ForkedJvm;
import assay.bench.fork.JvmFlags;
import assay.bench.plan.Plan;
import assay.bench.plan.PlannedCase;
import assay.bench.plan.Profile;
import assay.reports.record.CaseRecord;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One run with a peer that goes wrong in every way; the run goes on after each. */
class MisbehavingPeerTest {

  private static final Profile BRIEF = Samples.TINY.withForks(1).withTimeoutSeconds(8);

  @TempDir private static Path folder;

  private static RunRecord run;

  @BeforeAll
  static void runAll() throws IOException, InterruptedException {
    Path library = MisbehavingBlas.compile(folder);
    List<PlannedCase> cases = new ArrayList<>();
    cases.add(planned("vector", MisbehavingBlas.NONE));
    Arrays.stream(MisbehavingBlas.values()).forEach(one -> cases.add(planned("blas", one)));
    Path runFolder = folder.resolve("run");
    try (Journal journal = Journal.create(RunFolder.create(runFolder).path())) {
      journal.append(JournalTest.begun(new Plan(BRIEF, 1, cases)));
      List<String> flags = new ArrayList<>(JvmFlags.measuring());
      flags.add("-Dassay.blas=" + library);
      ForkedJvm jvm = new ForkedJvm(runFolder.resolve("logs"), flags);
      new RunSession(new RunFolder(runFolder), journal, jvm, Progress.SILENT, Pace.FREE).run();
    }
    run = new RunStore().read(runFolder);
  }

  private static PlannedCase planned(String backend, MisbehavingBlas misbehaviour) {
    return Samples.planned(
        new CaseRecord.Key(misbehaviour.spec(), backend, "", "cpu", 1, "hot", "gaussian"));
  }

  private static CaseRecord caseOf(String backend, MisbehavingBlas misbehaviour) {
    return run.cases().stream()
        .filter(one -> one.key().backend().equals(backend))
        .filter(one -> one.key().spec().equals(misbehaviour.spec()))
        .findFirst()
        .orElseThrow();
  }

  /** On a busy machine right results come with times that Assay itself does not trust. */
  private static boolean isRight(CaseRecord one) {
    return one.accuracy().freivalds().equals("passed")
        && one.accuracy().afterTiming()
        && !one.forks().getFirst().iterations().isEmpty()
        && one.status().state() != CaseRecord.State.WRONG;
  }

  @Test
  void othersAreMeasuredAsEver() {
    assertTrue(isRight(caseOf("vector", MisbehavingBlas.NONE)));
    assertTrue(isRight(caseOf("blas", MisbehavingBlas.NONE)));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void theCaseSaysWhatHappened(MisbehavingBlas misbehaviour) {
    CaseRecord one = caseOf("blas", misbehaviour);
    assertEquals(misbehaviour.state(), one.status().state(), () -> one.status().toString());
    String reason = one.status().reasons().getFirst();
    assertTrue(reason.contains(misbehaviour.reason()), reason);
  }
}
