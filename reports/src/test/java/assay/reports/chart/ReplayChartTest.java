package assay.reports.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.Report;
import assay.reports.judge.Comparison;
import assay.reports.record.RunRecord;
import assay.reports.sample.SampleRun;
import assay.reports.summary.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A build against itself, and two builds, which are no replay. */
class ReplayChartTest {

  private static List<RunSummary> halves(String turns) {
    RunRecord run = SampleRun.standard();
    return List.of(
        RunSummary.of(SampleRun.inTurns(run, turns)), RunSummary.of(SampleRun.inTurns(run, turns)));
  }

  @Test
  void aBuildAgainstItselfShowsEveryRoundAroundOne() {
    List<RunSummary> halves = halves(RunRecord.REPLAY + "1");
    Chart chart = ReplayChart.of(halves).orElseThrow();
    assertEquals(halves.getFirst().valid().size(), chart.table().rows().size());
    for (List<String> row : chart.table().rows()) {
      assertEquals(List.of("1.00×", "1.00×", "1.00×"), row.subList(2, 5), "equal halves");
    }
  }

  @Test
  void twoBuildsInTurnsAreNoReplay() {
    assertTrue(ReplayChart.of(halves("1")).isEmpty());
    List<RunSummary> one = halves(RunRecord.REPLAY + "1");
    List<RunSummary> other = halves(RunRecord.REPLAY + "2");
    assertTrue(ReplayChart.of(List.of(one.getFirst(), other.getLast())).isEmpty());
    assertTrue(ReplayChart.of(one.subList(0, 1)).isEmpty());
  }

  @Test
  void itStandsOnThePageOfSuchAComparisonOnly(@TempDir Path folder) throws IOException {
    String said = "The same build against itself";
    for (String turns : List.of(RunRecord.REPLAY + "1", "1")) {
      List<RunSummary> halves = halves(turns);
      Comparison comparison = Comparison.ofRuns(halves.getFirst(), halves.getLast());
      Path page =
          Report.write(halves, List.of(comparison), folder, EnumSet.of(Report.Kind.HTML))
              .getFirst();
      assertEquals(!turns.equals("1"), Files.readString(page).contains(said), turns);
    }
    assertFalse(Files.exists(folder.resolve("charts")));
  }
}
