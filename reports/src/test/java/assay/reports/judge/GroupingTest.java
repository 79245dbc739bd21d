package assay.reports.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.record.CaseRecord;
import assay.reports.sample.SampleCase;
import assay.reports.sample.SampleRun;
import assay.reports.summary.RunSummary;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupingTest {

  private interface Slowed {
    boolean is(String format, String backend, long n, long k);
  }

  @Test
  void everythingSlowerIsOneFinding() {
    List<Group> groups = groups((format, backend, n, k) -> true);
    assertEquals(1, groups.size(), groups.toString());
    assertTrue(groups.getFirst().sentence().startsWith("all cases: 7."), sentence(groups));
    assertTrue(groups.getFirst().sentence().endsWith("slower (36 of 36 cases)"), sentence(groups));
  }

  @Test
  void formatShapeAndBackend() {
    List<Group> groups =
        groups((format, backend, n, k) ->
            format.equals("q4_K") && backend.equals("vector") && k >= 4096);
    assertEquals(1, groups.size(), groups.toString());
    assertTrue(
        groups.getFirst().sentence().startsWith("q4_K, k >= 4096, vector:"), sentence(groups));
  }

  @Test
  void oneOperationOfOneBackend() {
    List<Group> groups = groups((format, backend, n, k) -> n == 1 && backend.equals("native"));
    assertEquals(1, groups.size(), groups.toString());
    assertTrue(groups.getFirst().sentence().contains("native"), sentence(groups));
    assertEquals(9, groups.getFirst().hits().size());
  }

  @Test
  void twoCausesAreTwoFindings() {
    List<Group> groups =
        groups((format, backend, n, k) ->
            backend.equals("native") ? format.equals("f32") : format.equals("q8_0"));
    assertEquals(2, groups.size(), groups.toString());
  }

  @Test
  void aSingleCaseIsNamed() {
    List<Group> groups =
        groups((format, backend, n, k) ->
            format.equals("q8_0") && backend.equals("native") && n == 1 && k == 4096);
    assertEquals(1, groups.size());
    assertTrue(
        groups.getFirst().sentence().startsWith("matmul:q8_0*f32:m4096,n1,k4096 on native"),
        sentence(groups));
  }

  private static String sentence(List<Group> groups) {
    return groups.getFirst().sentence();
  }

  private static List<Group> groups(Slowed slowed) {
    return Grouping.of(
        Comparison.ofRuns(summary((format, backend, n, k) -> false), summary(slowed)));
  }

  private static RunSummary summary(Slowed slowed) {
    SampleCase make = new SampleCase(13);
    List<CaseRecord> cases = new ArrayList<>();
    for (String format : List.of("q4_K", "q8_0", "f32")) {
      for (String backend : List.of("vector", "native")) {
        for (long n : new long[] {1, 512}) {
          for (long k : new long[] {2048, 4096, 8192}) {
            double factor = slowed.is(format, backend, n, k) ? 1.08 : 1;
            cases.add(make.matmul(format, 4096, n, k, backend, 1e9 * factor, 1e-13));
          }
        }
      }
    }
    return RunSummary.of(SampleRun.of(cases, "cpu"));
  }
}
