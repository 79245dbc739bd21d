package assay.bench.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.faulty.FaultyBackend;
import assay.bench.pretend.PretendBackend;
import assay.datasets.generate.Fill;
import assay.datasets.suite.Origin;
import assay.datasets.suite.Phase;
import assay.datasets.suite.SuiteEntry;
import assay.kernels.Spec;
import assay.kernels.reference.ReferenceBackend;
import assay.reports.record.CaseRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlannerTest {

  private static final SuiteEntry ENTRY =
      new SuiteEntry(
          Spec.parse("matmul:q8_0*f32:m48,n2,k64"),
          Fill.HEAVY,
          List.of(new Origin("llama", "ffn_down", Phase.PREFILL, 32)));

  private static List<PlannedCase> plan(List<BackendChoice> backends, List<String> caches) {
    return new Planner(List.of(new FaultyBackend(), new ReferenceBackend()))
        .plan(
            new CaseRequest(List.of(ENTRY), backends, List.of(1, 2), caches, 9, Optional.empty()));
  }

  @Test
  void everyCombinationIsOneCase() {
    List<PlannedCase> cases =
        plan(
            List.of(BackendChoice.of("faulty"), BackendChoice.parse("faulty/none")),
            List.of("hot", "cold"));
    assertEquals(8, cases.size());
    assertEquals(8, cases.stream().map(PlannedCase::id).distinct().count());
    assertTrue(cases.stream().noneMatch(PlannedCase::isRefused));
    assertEquals("matmul:q8_0*f32:m48,n2,k64@faulty@cpu@t1@hot@heavy", cases.getFirst().id());
  }

  @Test
  void askedForTwiceIsMeasuredOnce() {
    assertEquals(
        2,
        plan(List.of(BackendChoice.of("faulty"), BackendChoice.of("faulty")), List.of("hot"))
            .size());
  }

  @Test
  void whatTwoModelsShareIsMeasuredOnceForBoth() {
    var qwen = new Origin("qwen", "ffn_up", Phase.PREFILL, 36);
    var other = new SuiteEntry(ENTRY.spec(), ENTRY.fill(), List.of(qwen));
    var request =
        new CaseRequest(
            List.of(ENTRY, other, ENTRY),
            List.of(BackendChoice.of("faulty")),
            List.of(1),
            List.of("hot"),
            9,
            Optional.empty());
    List<PlannedCase> cases = new Planner(List.of(new FaultyBackend())).plan(request);
    assertEquals(1, cases.size());
    assertEquals(
        List.of("llama", "qwen"),
        cases.getFirst().origins().stream().map(CaseRecord.Origin::model).toList());
  }

  @Test
  void operationsOfATokenAreToldOfDecodingOnly() {
    var decode = new Origin("llama", "ffn_down", Phase.DECODE, 32);
    var prefill = new Origin("llama", "ffn_down", Phase.PREFILL, 32);
    var entry = new SuiteEntry(ENTRY.spec(), ENTRY.fill(), List.of(decode, prefill));
    var request =
        new CaseRequest(
            List.of(entry),
            List.of(BackendChoice.of("faulty")),
            List.of(1),
            List.of("hot"),
            9,
            Optional.empty());
    assertEquals(
        List.of(32, 0),
        new Planner(List.of(new FaultyBackend()))
            .plan(request).getFirst().origins().stream().map(CaseRecord.Origin::perToken).toList());
  }

  @Test
  void backendsGetTheSameNumbers() {
    List<PlannedCase> cases =
        plan(List.of(BackendChoice.of("faulty"), BackendChoice.of("reference")), List.of("hot"));
    assertEquals(1, cases.stream().map(PlannedCase::seed).distinct().count());
  }

  @Test
  void realRowsOfAFileAreCasesOfTheirOwn() {
    SuiteEntry real = new SuiteEntry(ENTRY.spec(), Fill.REAL, ENTRY.origins());
    List<PlannedCase> cases =
        new Planner(List.of(new FaultyBackend()))
            .plan(
                new CaseRequest(
                    List.of(ENTRY, real),
                    List.of(BackendChoice.of("faulty")),
                    List.of(1),
                    List.of("hot"),
                    9,
                    Optional.of(Path.of("models", "own.gguf"))));
    assertEquals(
        List.of("heavy", "real:own.gguf"), cases.stream().map(one -> one.key().fill()).toList());
    assertEquals("", cases.getFirst().weights());
    assertEquals(
        Path.of("models", "own.gguf").toAbsolutePath().toString(), cases.getLast().weights());
  }

  @Test
  void whatCannotRunStaysWithItsReason() {
    List<PlannedCase> cases =
        plan(
            List.of(BackendChoice.parse("faulty/nosuch"), BackendChoice.parse("faulty@gpu3")),
            List.of("hot"));
    assertTrue(cases.get(0).refusal().contains("no variant nosuch"), cases.get(0).refusal());
    assertTrue(cases.get(2).refusal().contains("no device \"gpu3\""), cases.get(2).refusal());
  }

  @Test
  void anUnknownBackendNamesTheKnown() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> plan(List.of(BackendChoice.of("npu")), List.of("hot")))
            .getMessage();
    assertEquals("unknown backend \"npu\"; there are faulty, reference", message);
  }

  @Test
  void backendsAreReadAsTheyAreWritten() {
    assertEquals(new BackendChoice("a", "", ""), BackendChoice.parse("a"));
    assertEquals(new BackendChoice("a", "b", ""), BackendChoice.parse("a/b"));
    assertEquals(new BackendChoice("a", "", "c0"), BackendChoice.parse("a@c0"));
    assertEquals(new BackendChoice("a", "b/x", "c0"), BackendChoice.parse("a/b/x@c0"));
  }

  @Test
  void aDeviceIsPlannedOnceWhateverTheThreads() {
    var request =
        new CaseRequest(
            List.of(ENTRY),
            List.of(BackendChoice.parse("pretend@pretend0"), BackendChoice.of("faulty")),
            List.of(2, 4),
            List.of("hot", "cold"),
            9,
            Optional.empty());
    List<PlannedCase> cases =
        new Planner(List.of(new FaultyBackend(), new PretendBackend())).plan(request);
    assertEquals(
        List.of("pretend t1", "pretend t1", "faulty t2", "faulty t2", "faulty t4", "faulty t4"),
        cases.stream().map(one -> one.key().backend() + " t" + one.key().threads()).toList());
  }
}
