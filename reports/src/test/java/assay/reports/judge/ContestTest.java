package assay.reports.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.judge.Contest.Entry;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.sample.SampleCase;
import assay.reports.sample.SampleRun;
import assay.reports.summary.RunSummary;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContestTest {

  private final SampleCase make = new SampleCase(5);

  @Test
  void theFastestValidOneLeadsAndTheOthersAreHeldAgainstIt() {
    CaseRecord crashed = SampleCase.failed(matmul("d", 4096, 1), State.CRASHED, "SIGSEGV");
    List<Entry> entries =
        contest(matmul("a", 4096, 8e6), crashed, matmul("b", 4096, 4e6), matmul("c", 4096, 4e6))
            .tasks()
            .getFirst()
            .entries();
    assertEquals(4, entries.size());
    assertTrue(entries.get(0).isFastest());
    assertEquals(Optional.of(Verdict.SAME), entries.get(1).verdict());
    assertEquals("a", entries.get(2).name());
    assertEquals(Optional.of(Verdict.SLOWER), entries.get(2).verdict());
    assertEquals(0.5, entries.get(2).ratio().orElseThrow().estimate(), 0.02);
    assertEquals("d", entries.get(3).name());
    assertTrue(entries.get(3).verdict().isEmpty() && !entries.get(3).isFastest());
  }

  @Test
  void theBestOfAFormatIsWhoLeadsInTheMostCases() {
    List<Champion> found =
        Champion.of(
            contest(
                matmul("a", 4096, 8e6),
                matmul("b", 4096, 4e6),
                matmul("a", 2048, 8e6),
                matmul("b", 2048, 4e6),
                matmul("a", 1024, 2e6),
                matmul("b", 1024, 4e6)));
    assertEquals(1, found.size());
    Champion best = found.getFirst();
    assertEquals("b", best.name());
    assertEquals(2, best.fastest());
    assertEquals(3, best.tasks());
    assertEquals(2, best.lead().orElseThrow(), 0.05);
    assertEquals(List.of(), best.rivals());
  }

  @Test
  void whoIsNotToldSlowerIsARival() {
    Champion best = Champion.of(contest(matmul("a", 4096, 4e6), matmul("b", 4096, 4e6))).getFirst();
    assertEquals(1, best.rivals().size());
  }

  @Test
  void whatNobodyCouldDoHasNoChampion() {
    CaseRecord crashed = SampleCase.failed(matmul("a", 4096, 1), State.CRASHED, "SIGSEGV");
    assertEquals(List.of(), Champion.of(contest(crashed)));
  }

  @Test
  void runsOfOneBackendAreToldApart() {
    RunSummary one = RunSummary.of(SampleRun.of(List.of(matmul("a", 4096, 8e6)), "cpu"));
    RunSummary other = RunSummary.of(SampleRun.of(List.of(matmul("a", 4096, 4e6)), "cpu"));
    List<Entry> entries = Contest.of(List.of(one, other)).tasks().getFirst().entries();
    assertEquals(List.of("a, run 2", "a, run 1"), entries.stream().map(Entry::name).toList());
  }

  private CaseRecord matmul(String backend, long m, double nanos) {
    return make.matmul("q4_K", m, 1, 4096, backend, nanos, 1e-6);
  }

  private static Contest contest(CaseRecord... cases) {
    return Contest.of(List.of(RunSummary.of(SampleRun.of(List.of(cases), "cpu"))));
  }
}
