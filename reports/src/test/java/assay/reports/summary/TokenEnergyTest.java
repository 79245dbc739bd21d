package assay.reports.summary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Scope;
import assay.reports.chart.Charts;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.Origin;
import assay.reports.record.CaseRecord.State;
import assay.reports.sample.SampleCase;
import assay.reports.sample.SampleEnergy;
import assay.reports.sample.SampleRun;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a token costs is a sum of kernels, or a refusal that names what it lacks. */
class TokenEnergyTest {

  private static final Channel PACKAGE = SampleEnergy.channel("rapl/package-0", Scope.PACKAGE);

  /** Of 1 ms an operation at this power, so mJ of an operation are its watts. */
  private static final double WATTS = 100;

  private final SampleCase make = new SampleCase(5);

  private CaseRecord matmul(String role, String format, long m, int perToken) {
    return metered(make.matmul(format, m, 1, 4096, "vector", 1e6, 1e-8), role, perToken);
  }

  private CaseRecord attention(long depth, double nanos) {
    return metered(make.attention("f16", 1, depth, "vector", nanos, 1e-12), "attention", 32);
  }

  private static CaseRecord metered(CaseRecord plain, String role, int perToken) {
    CaseRecord of = SampleEnergy.metered(plain, PACKAGE, WATTS);
    return SampleEnergy.with(
        of, List.of(new Origin("llama-3.1-8b", role, "decode", perToken)), of.forks());
  }

  private List<CaseRecord> mixed() {
    return new ArrayList<>(
        List.of(
            matmul("attn_q", "q4_K", 4096, 32),
            matmul("ffn_down", "q4_K", 4352, 16),
            matmul("ffn_down", "q6_K", 4352, 16),
            matmul("output", "q6_K", 8192, 1),
            attention(4096, 1e6)));
  }

  @Test
  void layersOfTwoFormatsAreAddedUp() {
    List<TokenEnergy> all = of(mixed());
    assertEquals(1, all.size(), all.toString());
    assertEquals(0.1 * (32 + 16 + 16 + 1 + 32), joules(all.getFirst()), 0.3);
    assertEquals("q4_K + q6_K", all.getFirst().format());
    assertEquals("package", all.getFirst().scope());
    Interval joules = all.getFirst().joules().asOptional().orElseThrow();
    assertTrue(joules.low() < joules.estimate() && joules.estimate() < joules.high());
  }

  @Test
  void formatsThatStandForOneAnotherAreNotAddedUp() {
    List<CaseRecord> cases = new ArrayList<>();
    for (String format : List.of("q4_0", "q5_K", "q6_K")) {
      cases.add(matmul("attn_q", format, 4096, 32));
      cases.add(matmul("ffn_down", format, 4352, 32));
      cases.add(matmul("output", format, 8192, 1));
    }
    cases.add(attention(4096, 1e6));
    List<TokenEnergy> all = of(cases);
    assertEquals(List.of("q4_0", "q5_K", "q6_K"), all.stream().map(TokenEnergy::format).toList());
    all.forEach(each -> assertEquals(0.1 * (32 + 32 + 1 + 32), joules(each), 0.3));
  }

  /** Some model has 16 layers of a kind and 32 of others: both readings of 16 + 16 fit. */
  @Test
  void countsThatFitAMixAndAlternativesAreRefused() {
    List<CaseRecord> cases = mixed();
    cases.add(matmul("attn_gate", "q4_K", 4224, 16));
    TokenEnergy one = of(cases).getFirst();
    assertEquals(
        "whether formats are mixed or stand for one another cannot be told",
        Reading.why(one.joules()));
  }

  @Test
  void aKernelThatOneBackendLacksIsNamed() {
    List<CaseRecord> cases = mixed();
    cases.add(metered(make.matmul("q4_K", 4096, 1, 4096, "native", 1e6, 1e-6), "attn_q", 32));
    List<TokenEnergy> all = of(cases);
    assertEquals(2, all.size(), all.toString());
    assertEquals(0.1 * (32 + 16 + 16 + 1 + 32), joules(all.getFirst()), 0.3);
    assertEquals("missing: attention, ffn_down, output", Reading.why(all.getLast().joules()));
  }

  @Test
  void everyDepthIsASumOfItsOwn() {
    List<CaseRecord> cases = mixed();
    cases.add(attention(16384, 4e6));
    List<TokenEnergy> all = of(cases);
    assertEquals(List.of(4096L, 16384L), all.stream().map(TokenEnergy::context).toList());
    assertEquals(9.7, joules(all.getFirst()), 0.3);
    assertEquals(9.7 + 3 * 3.2, joules(all.getLast()), 0.6);
  }

  @Test
  void anExcerptOfAModelIsNoToken() {
    TokenEnergy one = of(List.of(matmul("ffn_down", "q4_K", 4352, 32))).getFirst();
    assertEquals(
        "missing: attention (not in this run), output (not in this run)",
        Reading.why(one.joules()));
  }

  @Test
  void whatIsNotValidIsNamed() {
    List<CaseRecord> cases = mixed();
    CaseRecord crashed = SampleCase.failed(cases.get(2), State.CRASHED, "SIGSEGV");
    cases.set(2, crashed);
    TokenEnergy one = of(cases).getFirst();
    assertEquals("missing: ffn_down (CRASHED)", Reading.why(one.joules()));
    RunSummary summary = RunSummary.of(SampleRun.of(cases, "cpu"));
    assertTrue(
        Charts.of(summary).omitted().stream()
            .anyMatch(each -> each.contains("missing: ffn_down (CRASHED)")));
  }

  @Test
  void joulesOfDifferentThingsMakeNoToken() {
    List<CaseRecord> cases = mixed();
    CaseRecord plain = make.matmul("q4_K", 4096, 1, 4096, "vector", 1e6, 1e-8);
    CaseRecord wall =
        SampleEnergy.metered(plain, SampleEnergy.channel("meter/power", Scope.WALL), WATTS);
    cases.set(
        0,
        SampleEnergy.with(
            wall, List.of(new Origin("llama-3.1-8b", "attn_q", "decode", 32)), wall.forks()));
    String why = Reading.why(of(cases).getFirst().joules());
    assertTrue(why.startsWith("energies of different scopes"), why);
  }

  @Test
  void aWholeModelIsDrawn() {
    RunSummary summary = RunSummary.of(SampleRun.of(mixed(), "cpu"));
    assertTrue(
        Charts.of(summary).energy().stream()
            .anyMatch(each -> each.title().startsWith("A token of llama-3.1-8b takes 9.")));
  }

  private static double joules(TokenEnergy of) {
    return of.joules().asOptional().orElseThrow().estimate();
  }

  private static List<TokenEnergy> of(List<CaseRecord> cases) {
    return TokenEnergy.of(RunSummary.of(SampleRun.of(cases, "cpu")));
  }
}
