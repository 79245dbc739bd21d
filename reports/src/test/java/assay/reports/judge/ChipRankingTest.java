package assay.reports.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.judge.Contest.Entry;
import assay.reports.judge.Contest.Task;
import assay.reports.page.ComparisonPage;
import assay.reports.page.Markdown;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.sample.SampleCase;
import assay.reports.sample.SampleDevice;
import assay.reports.summary.RunSummary;
import assay.reports.text.ChipText;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The made-up CPU and the made-up device of {@link SampleDevice} at the same specs. */
class ChipRankingTest {

  private final SampleCase make = new SampleCase(7);

  /** Two backends on each chip; the device wins the large matmul and not the small one. */
  private final RunSummary run =
      run(
          host("vector", 4096, 8e6),
          host("native", 4096, 4e6),
          device("cuda", 4096, 1e5),
          device("maker", 4096, 2e5),
          host("vector", 32, 8e3),
          device("cuda", 32, 3.2e4),
          host("vector", 2048, 1e6));

  private CaseRecord host(String backend, long m, double nanos) {
    return make.matmul("q4_K", m, 1, 4096, backend, nanos, 1e-6);
  }

  private CaseRecord device(String backend, long m, double nanos) {
    return SampleDevice.onDevice(host(backend, m, nanos), backend, "cold", "f16");
  }

  private static RunSummary run(CaseRecord... cases) {
    return RunSummary.of(SampleDevice.of(List.of(cases)));
  }

  @Test
  void eachChipIsThereByItsBestBackend() {
    List<Task> tasks = ChipRanking.of(run).tasks();
    assertEquals(2, tasks.size(), "one chip alone was asked for the third");
    assertEquals("matmul:q4_K*f32:m4096,n1,k4096, cold, gaussian", tasks.getFirst().label());
    List<Entry> large = tasks.getFirst().entries();
    assertEquals(List.of("cuda", "native"), large.stream().map(Entry::name).toList());
    assertEquals(
        List.of(SampleDevice.NAME, "the host CPU, 2 thr"),
        large.stream().map(each -> each.measured().where()).toList());
    assertEquals(1 / 40.0, large.getLast().ratio().orElseThrow().estimate(), 1e-3);
    assertEquals(Optional.of(Verdict.SLOWER), large.getLast().verdict());
    assertEquals("vector", tasks.getLast().entries().getFirst().name());
  }

  /** Not of the faster one's. */
  @Test
  void eachIsHeldAgainstItsOwnCeiling() {
    for (Task task : ChipRanking.of(run).tasks()) {
      for (Entry entry : task.entries()) {
        var ceiling = entry.measured().ceiling().orElseThrow().ceiling();
        assertEquals(entry.measured().place().id(), ceiling.device(), task.label());
      }
    }
  }

  @Test
  void theSentenceCountsWhoIsFastest() {
    assertTrue(
        ChipRanking.of(run)
            .sentence()
            .orElseThrow()
            .matches(
                "Of 2 specs that several chips did, Pretend GPU 9000 \\(cuda0\\) is fastest in 1 \\(in"
                    + " the median (39|40|41)\\.?\\d?× ahead\\); the host CPU is fastest in 1 \\(in the"
                    + " median [34]\\.\\d+× ahead\\)\\."),
        ChipRanking.of(run).sentence().toString());
    assertTrue(ChipRanking.of(run).tells());
    assertEquals(
        Optional.of("Of 1 spec that several chips did, 1 is not told apart."),
        ChipRanking.of(run(host("vector", 64, 1e5), device("cuda", 64, 1e5))).sentence(),
        "noise of the sample");
  }

  @Test
  void aChipThatCouldNotSaysWhy() {
    CaseRecord lost =
        SampleCase.failed(device("cuda", 4096, 1), State.CRASHED, "device cuda0 was lost");
    RunSummary one = run(host("vector", 4096, 1e6), lost);
    ChipRanking ranking = ChipRanking.of(one);
    assertEquals(Optional.empty(), ranking.sentence());
    assertFalse(ranking.tells());
    Task task = ranking.tasks().getFirst();
    assertEquals(
        List.of("ALONE", "CRASHED"),
        task.entries().stream().map(each -> ChipRanking.standing(task, each)).toList());
    assertTrue(ChipText.render(ranking, 120, false).contains("device cuda0 was lost"));
    assertTrue(ComparisonPage.of(List.of(one), List.of()).contains("device cuda0 was lost"));
  }

  @Test
  void pagesAndTerminalsShowIt() {
    String text = ChipText.render(ChipRanking.of(run), 100, false);
    assertTrue(text.lines().allMatch(line -> line.length() <= 100), text);
    assertTrue(text.contains("the host CPU, 2 thr"), text);
    String page = ComparisonPage.of(List.of(run), List.of());
    assertTrue(page.contains("Which chip is fastest"));
    assertTrue(page.contains("href=\"#chips\""));
    assertTrue(Markdown.of(List.of(run), List.of()).contains("## Which chip is fastest"));
  }

  /** Another run's CPU may be another machine's. */
  @Test
  void oneChipOrSeveralRunsHaveNoSuchTable() {
    RunSummary alone = run(host("vector", 64, 1e5), host("native", 64, 1e5));
    assertEquals("", ChipText.render(ChipRanking.of(alone), 100, false));
    for (List<RunSummary> runs : List.of(List.of(alone), List.of(run, run))) {
      assertFalse(ComparisonPage.of(runs, List.of()).contains("Which chip is fastest"));
      assertFalse(Markdown.of(runs, List.of()).contains("Which chip is fastest"));
    }
  }
}
