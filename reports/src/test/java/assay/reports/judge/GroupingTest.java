package assay.reports.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
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

  /** A twentieth slower on average, and the worst operations take twice as long. */
  @Test
  void aTailThatGrewFarMoreThanSpeedIsAFindingOfItsOwn() {
    Comparison found = Comparison.ofRuns(slowed(1, 1), slowed(1.06, 2));
    List<Group> groups = Grouping.of(found);
    assertEquals(2, groups.size(), groups.toString());
    assertTrue(groups.getLast().sentence().contains("p99 latency"), groups.toString());
    List<Group> alike = Grouping.of(Comparison.ofRuns(slowed(1, 1), slowed(1.06, 1.06)));
    assertEquals(1, alike.size(), alike.toString());
  }

  /** Twelve cases whose mean and whose tail are so many times as slow. */
  private static RunSummary slowed(double mean, double tail) {
    SampleCase make = new SampleCase(13);
    List<CaseRecord> cases = new ArrayList<>();
    for (String format : List.of("q4_K", "q8_0", "f32")) {
      for (long k : new long[] {1024, 2048, 4096, 8192}) {
        CaseRecord means = make.matmul(format, 4096, 1, k, "vector", 1e9 * mean, 1e-13);
        CaseRecord tails = make.matmul(format, 4096, 1, k, "vector", 1e9 * tail, 1e-13);
        cases.add(SampleCase.withForks(means, withTails(means.forks(), tails.forks())));
      }
    }
    return RunSummary.of(SampleRun.of(cases, "cpu"));
  }

  private static List<ForkRecord> withTails(List<ForkRecord> means, List<ForkRecord> tails) {
    List<ForkRecord> forks = new ArrayList<>();
    for (int i = 0; i < means.size(); i++) {
      ForkRecord fork = means.get(i);
      forks.add(
          new ForkRecord(
              fork.round(),
              fork.startedAt(),
              fork.prepareNanos(),
              fork.warmup(),
              fork.iterations(),
              tails.get(i).latency(),
              fork.hardware(),
              fork.outcome()));
    }
    return forks;
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
