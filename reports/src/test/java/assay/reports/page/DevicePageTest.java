package assay.reports.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.chart.Chart;
import assay.reports.chart.Charts;
import assay.reports.judge.Champion;
import assay.reports.judge.ChipRanking;
import assay.reports.judge.Contest;
import assay.reports.judge.Findings;
import assay.reports.record.RunRecord;
import assay.reports.sample.HostileRun;
import assay.reports.sample.SampleDevice;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.RunSummary;
import assay.reports.text.TerminalTable;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run on a CPU and on a device beside it. */
class DevicePageTest {

  private final RunSummary run = RunSummary.of(SampleDevice.besideTheHost());
  private final Charts charts = Charts.of(run);

  @Test
  void eachChartOfCeilingsIsOfOneChip() {
    List<String> ids = charts.ceilings().stream().map(Chart::id).toList();
    assertEquals(
        List.of("roofline", "roofline-cuda0"),
        ids.stream().filter(each -> each.startsWith("roofline")).toList());
    assertTrue(ids.containsAll(List.of("ceiling-vector", "ceiling-cuda-cuda0")), ids.toString());
    for (Chart each : charts.ceilings()) {
      boolean device = each.id().endsWith("cuda0");
      assertEquals(
          device, each.subtitle().contains(" · " + SampleDevice.NAME), each.id() + each.subtitle());
      assertEquals(!device, each.subtitle().contains(" · AMD EPYC 7763"), each.subtitle());
    }
    String roof = table("roofline-cuda0");
    assertTrue(roof.contains("matmul of the vendor's library, f16"), roof);
    assertFalse(roof.contains("matmul of the vendor's library, i8"), "no kernel multiplies these");
    assertFalse(roof.contains("vector"), roof);
    assertFalse(table("roofline").contains("cuda"));
  }

  @Test
  void speedsAndLatenciesAreDrawnByChip() {
    List<Chart> speeds =
        charts.comparison().stream().filter(each -> each.id().startsWith("throughput")).toList();
    assertTrue(speeds.size() >= 2);
    for (Chart each : speeds) {
      String table = each.table().toString();
      assertTrue(table.contains("cuda") != table.contains("vector"), each.id() + table);
      assertTrue(each.title().contains(" on "), each.title());
    }
  }

  private String table(String id) {
    return charts.all().stream()
        .filter(each -> each.id().equals(id))
        .map(each -> each.table().toString())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void onlyTheTableOfChipsComparesAcrossThem() {
    Contest contest = Contest.of(List.of(run));
    for (Contest.Task task : contest.tasks()) {
      assertEquals(
          1,
          task.entries().stream().map(each -> each.measured().place()).distinct().count(),
          task.label());
    }
    List<Champion> champions = Champion.of(contest);
    assertTrue(
        champions.stream().anyMatch(each -> each.group().equals("dequant on the host CPU")),
        champions.toString());
    assertTrue(
        champions.stream()
            .filter(each -> each.group().endsWith(SampleDevice.NAME))
            .allMatch(each -> each.name().equals("cuda")),
        champions.toString());
    String comparison = ComparisonPage.of(List.of(run), List.of());
    assertTrue(comparison.contains(", " + SampleDevice.NAME + ", cold, gaussian"));
    assertTrue(comparison.contains(", the host CPU, 2 thr, cold, gaussian"));
  }

  @Test
  void findingsSayWhichChipReachesWhat() {
    String reach = Findings.of(run).getFirst();
    assertTrue(reach.contains(" on the host CPU") || reach.contains(SampleDevice.NAME), reach);
    assertTrue(Findings.of(run).get(1).contains("cuda"), "two backends share the device");
    List<CaseSummary> one =
        run.cases().stream().filter(each -> !each.backend().startsWith("blas")).toList();
    RunRecord apart = SampleDevice.of(one.stream().map(CaseSummary::record).toList());
    String contest = Findings.of(RunSummary.of(apart)).get(1);
    assertEquals(ChipRanking.of(RunSummary.of(apart)).sentence().orElseThrow(), contest);
    assertTrue(Findings.of(run).get(1).endsWith(contest), "of backends, and then of chips");
  }

  @Test
  void tablesNameTheDevice() {
    String page = Page.of(run, charts);
    assertTrue(page.contains("<td>" + SampleDevice.NAME + "</td>"));
    assertTrue(page.contains("data-device=\"the host CPU\""));
    assertTrue(
        page.contains("Pretend GPU 9000, 16\u2009GiB, last cache 32\u2009MiB, 0000:01:00.0"));
    assertTrue(page.contains("submission = graph of 64"));
    assertTrue(page.contains("launch.nanos: 4.30\u2009µs"));
    String text = TerminalTable.render(run.run(), 100, false);
    assertTrue(text.contains("matmul decode on " + SampleDevice.NAME), text);
    assertTrue(text.lines().allMatch(line -> line.length() <= 100), text);
  }

  @Test
  void aDevicesNameIsOnlyText() {
    RunRecord plain = run.run();
    var device =
        new RunRecord.Accelerator("cuda0", HostileRun.ATTACK, HostileRun.ATTACK, 1L << 30, 0);
    var backend = plain.backends().getLast();
    RunRecord hostile =
        new RunRecord(
            plain.schema(),
            plain.tool(),
            plain.invocation(),
            plain.jvm(),
            plain.machine(),
            plain.ceilings(),
            List.of(
                new RunRecord.BackendRecord(
                    backend.id(),
                    backend.description(),
                    backend.devices(),
                    backend.version(),
                    List.of(device))),
            plain.cases());
    RunSummary summary = RunSummary.of(hostile);
    String page =
        Page.of(summary, Charts.of(summary)) + ComparisonPage.of(List.of(summary), List.of());
    assertEquals(2, page.split("<script", -1).length - 1, "one of each page's own");
    assertFalse(page.contains("\u202e") || page.contains("\u001b") || page.contains("\u0000"));
    assertFalse(TerminalTable.render(hostile, 100, false).contains("\u001b"));
  }
}
