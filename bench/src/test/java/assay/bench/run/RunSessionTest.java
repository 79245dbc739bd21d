package assay.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.bench.Samples;
import assay.bench.fork.ForkedJvm;
import assay.bench.fork.JvmFlags;
import assay.bench.plan.Plan;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts real forks. */
class RunSessionTest {

  @TempDir private Path folder;

  @Test
  void aHungCaseIsNotMeasuredAgain() throws IOException {
    var hangs = Samples.planned(Samples.key("dequant:q8_0*f32:m8,k64", "hang"));
    var works = Samples.planned(Samples.key("dequant:q8_0*f32:m8,k64", "none"));
    Plan plan = new Plan(Samples.TINY.withTimeoutSeconds(8), 1, List.of(hangs, works));
    RunRecord record;
    try (Journal journal = Journal.create(folder)) {
      journal.append(JournalTest.begun(plan));
      ForkedJvm jvm = new ForkedJvm(folder.resolve("logs"), JvmFlags.measuring());
      record =
          new RunSession(new RunFolder(folder), journal, jvm, Progress.SILENT, Pace.FREE).run();
    }
    CaseRecord hung = record.cases().getFirst();
    assertEquals(State.TIMEOUT, hung.status().state());
    assertEquals(1, hung.forks().size());
    assertEquals(2, record.cases().getLast().forks().size());
    List<JournalLine> skipped =
        Journal.read(folder).stream().filter(JournalLine.Skipped.class::isInstance).toList();
    assertEquals(
        List.of(new JournalLine.Skipped(hangs.id(), 1, "an earlier fork of this case timed out")),
        skipped);
  }
}
