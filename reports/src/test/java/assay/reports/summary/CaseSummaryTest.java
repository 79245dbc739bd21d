package assay.reports.summary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.Key;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.ForkRecord;
import assay.reports.sample.SampleCase;
import assay.reports.sample.SampleRun;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ceilings of the sample machine, two threads: FMA 199 GFLOP/s, memory 30 GB/s, L3 96 GB/s. */
class CaseSummaryTest {

  private final SampleCase make = new SampleCase(3);

  @Test
  void decodeIsHeldAgainstMemoryAndPrefillAgainstArithmetic() {
    double bytes = 4096.0 * 14336 * 2 + 4.0 * (4096 + 14336);
    CaseSummary decode = summary(make.matmul("f16", 4096, 1, 14336, "v", bytes / 15, 0));
    assertEquals("read.memory", decode.ceiling().orElseThrow().ceiling().id());
    assertEquals(2, decode.ceiling().orElseThrow().ceiling().threads());
    assertEquals(0.5, decode.ceiling().orElseThrow().share(), 0.02);
    double flops = 2.0 * 4096 * 14336 * 512;
    CaseSummary prefill = summary(make.matmul("f16", 4096, 512, 14336, "v", flops / 99.5, 0));
    assertEquals("fma.f32", prefill.ceiling().orElseThrow().ceiling().id());
    assertEquals(0.5, prefill.ceiling().orElseThrow().share(), 0.02);
  }

  @Test
  void dequantizationIsHeldAgainstCopying() {
    double bytes = 4096.0 * 4096 * (4 + 8.5 / 8);
    CaseSummary found = summary(make.dequant("q8_0", 4096, 4096, "v", bytes / 12, 0));
    assertEquals("copy.memory", found.ceiling().orElseThrow().ceiling().id());
    assertEquals(0.5, found.ceiling().orElseThrow().share(), 0.02);
    assertEquals("B/s", found.rateUnit());
  }

  @Test
  void aHotCaseIsHeldAgainstTheCacheThatItFits() {
    assertEquals("read.L1", hotCeiling(64, 128));
    assertEquals("read.L2", hotCeiling(256, 512));
    assertEquals("read.L3", hotCeiling(2048, 2048));
    assertEquals("read.memory", hotCeiling(8192, 8192));
  }

  @Test
  void withoutACeilingOfItsDeviceThereIsNoShare() {
    CaseRecord made = make.matmul("f16", 4096, 1, 14336, "cuda", 1e6, 0);
    Key key = made.key();
    CaseRecord other =
        SampleCase.withKey(
            made, new Key(key.spec(), "cuda", "", "cuda0", 2, key.cache(), key.fill()));
    assertTrue(summary(other).ceiling().isEmpty());
    assertEquals(State.VALID, summary(other).state());
  }

  @Test
  void moreThreadsThanAnyCeilingHasNoShare() {
    CaseRecord made = make.matmul("f16", 4096, 1, 14336, "v", 1e7, 0);
    Key key = made.key();
    CaseRecord other =
        SampleCase.withKey(made, new Key(key.spec(), "v", "", "cpu", 3, key.cache(), key.fill()));
    assertTrue(summary(other).ceiling().isEmpty());
  }

  @Test
  void fewerThreadsThanAnyCeilingHaveNoShareButAreStillNotFasterThanIt() {
    assertTrue(dequant(1, 12).ceiling().isEmpty(), "copying was measured with two threads only");
    assertEquals(State.VALID, dequant(1, 12).state());
    assertEquals(State.MISTRUSTED, dequant(1, 200).state());
    assertTrue(dequant(2, 12).ceiling().isPresent());
  }

  private CaseSummary dequant(int threads, double bytesPerNano) {
    double bytes = 4096.0 * 4096 * (4 + 8.5 / 8);
    CaseRecord made = make.dequant("q8_0", 4096, 4096, "v", bytes / bytesPerNano, 0);
    Key key = made.key();
    return summary(
        SampleCase.withKey(
            made, new Key(key.spec(), "v", "", "cpu", threads, key.cache(), key.fill())));
  }

  @Test
  void oneThreadFillsNoOtherCoresCache() {
    assertEquals("read.L2", hotCeiling(384, 512, 2));
    assertEquals("read.L3", hotCeiling(384, 512, 1));
  }

  @Test
  void fasterThanMemoryIsMistrusted() {
    double bytes = 4096.0 * 14336 * 2;
    CaseSummary found = summary(make.matmul("f16", 4096, 1, 14336, "v", bytes / 40, 0));
    assertEquals(State.MISTRUSTED, found.state());
    assertTrue(found.reasons().getFirst().contains("read bandwidth, memory"));
  }

  @Test
  void fasterThanFmaIsMistrustedForFloatsButNotForIntegerDotProducts() {
    double flops = 2.0 * 4096 * 14336 * 512;
    assertEquals(
        State.MISTRUSTED,
        summary(make.matmul("f32", 4096, 512, 14336, "v", flops / 260, 0)).state());
    assertEquals(
        State.VALID, summary(make.matmul("q4_0", 4096, 512, 14336, "v", flops / 260, 0)).state());
  }

  @Test
  void aCaseWithoutUsableSamplesIsNotValid() {
    CaseRecord made = make.matmul("f32", 8, 1, 8, "v", 100, 0);
    ForkRecord fork = made.forks().getFirst();
    ForkRecord empty =
        new ForkRecord(
            0, fork.startedAt(), 1, List.of(), List.of(), null, java.util.Map.of(), "killed");
    CaseSummary found = summary(SampleCase.withForks(made, List.of(empty)));
    assertEquals(State.MISTRUSTED, found.state());
    assertTrue(found.speed().isEmpty());
  }

  @Test
  void shapesAreNamedFromTheSpec() {
    CaseSummary decode = summary(make.matmul("q4_K", 4096, 1, 14336, "v", 1e7, 0));
    assertEquals("matmul decode", decode.shape().group());
    assertEquals("m4096 k14336", decode.shape().label());
    CaseSummary prefill = summary(make.attention("f16", 512, 4096, "v", 1e9, 0));
    assertEquals("attention prefill", prefill.shape().group());
    assertEquals("h32 kv8 d128 n512 c4096 causal", prefill.shape().label());
    assertEquals("dequant", summary(make.dequant("q8_0", 8, 256, "v", 1e5, 0)).shape().group());
  }

  private String hotCeiling(long m, long k) {
    return hotCeiling(m, k, 2);
  }

  private String hotCeiling(long m, long k, int threads) {
    CaseRecord made = make.matmul("f32", m, 1, k, "v", 8.0 * m * k, 0);
    Key key = made.key();
    CaseRecord hot =
        SampleCase.withKey(made, new Key(key.spec(), "v", "", "cpu", threads, "hot", key.fill()));
    Ceilings ceilings = new Ceilings(SampleRun.of(List.of(hot), "cpu"));
    return ceilings.memory(hot).orElseThrow().id();
  }

  private static CaseSummary summary(CaseRecord record) {
    return RunSummary.of(SampleRun.of(List.of(record), "cpu")).cases().getFirst();
  }
}
