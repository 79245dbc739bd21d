package assay.reports.summary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import assay.reports.judge.Contest;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.RunRecord;
import assay.reports.sample.SampleCase;
import assay.reports.sample.SampleDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Cases on a device are held against its own ceilings. */
class DeviceCeilingsTest {

  private static final double FLOPS = 2.0 * 4096 * 14336 * 512;

  private final SampleCase make = new SampleCase(3);

  private static CaseSummary summary(CaseRecord record) {
    return RunSummary.of(SampleDevice.of(List.of(record))).cases().getFirst();
  }

  private CaseSummary decode(long m, String cache, double bytesPerNano) {
    double bytes = 4096.0 * m * 2;
    CaseRecord made = make.matmul("f16", m, 1, 4096, "cuda", bytes / bytesPerNano, 0);
    return summary(SampleDevice.onDevice(made, "cuda", cache, "f16"));
  }

  private CaseSummary prefill(String format, String multiplies, double flopsPerNano) {
    CaseRecord made = make.matmul(format, 4096, 512, 14336, "cuda", FLOPS / flopsPerNano, 0);
    return summary(SampleDevice.onDevice(made, "cuda", "cold", multiplies));
  }

  private static String binding(CaseSummary each) {
    return "%s %s"
        .formatted(
            each.ceiling().orElseThrow().ceiling().device(),
            each.ceiling().orElseThrow().ceiling().id());
  }

  @Test
  void whatReadsMemoryIsHeldAgainstTheDevicesMemory() {
    CaseSummary found = decode(14336, "cold", 450);
    assertEquals("cuda0 read.memory", binding(found));
    assertEquals(0.5, found.ceiling().orElseThrow().share(), 0.03);
    assertEquals(State.VALID, found.state());
    assertEquals(State.MISTRUSTED, decode(14336, "cold", 1200).state());
  }

  @Test
  void whatItsCacheHoldsIsHeldAgainstThat() {
    assertEquals("cuda0 read.L2", binding(decode(1024, "hot", 1500)));
    assertEquals("cuda0 read.memory", binding(decode(14336, "hot", 450)), "larger than 32 MiB");
  }

  /** 42 MiB pass the 32 MiB of the cache, which may have kept as much of them. */
  @Test
  void whatACacheMayHaveKeptIsNoFault() {
    assertEquals(State.VALID, decode(5376, "hot", 1200).state());
    assertEquals(State.MISTRUSTED, decode(5376, "cold", 1200).state());
    assertEquals(State.MISTRUSTED, decode(65536, "hot", 1200).state(), "a sixteenth is not enough");
  }

  /** As AMD's, whose driver tells no size of the cache behind the L2. */
  @Test
  void aCacheOfUnknownSizeMayHoldEverythingSmall() {
    CaseRecord made = make.matmul("f16", 1024, 1, 4096, "hip", 1024 * 4096 * 2 / 1500.0, 0);
    RunRecord plain = SampleDevice.of(List.of(SampleDevice.onDevice(made, "cuda", "hot", "f16")));
    var device = new RunRecord.Accelerator("cuda0", "unsaid", "", 16L << 30, 0);
    var backend =
        new RunRecord.BackendRecord(
            "cuda", "", List.of("cuda0"), Reading.of("0", "", "fixture"), List.of(device));
    CaseSummary found =
        RunSummary.of(
                new RunRecord(
                    plain.schema(),
                    plain.tool(),
                    plain.invocation(),
                    plain.jvm(),
                    plain.machine(),
                    plain.ceilings(),
                    List.of(backend),
                    plain.cases()))
            .cases()
            .getFirst();
    assertEquals(State.VALID, found.state(), found.reasons().toString());
    assertEquals("cuda0 read.L2", binding(found));
  }

  @Test
  void arithmeticIsHeldAgainstTheMatmulOfItsFactors() {
    assertEquals("cuda0 matmul.f16", binding(prefill("q4_0", "f16", 40_000)));
    assertEquals("cuda0 matmul.i8", binding(prefill("q4_0", "i8", 40_000)));
    assertEquals("f16 matmul", prefill("q4_0", "f16", 40_000).ceiling().orElseThrow().name());
    assertEquals("cuda0 fma.f32", binding(prefill("f32", "f32", 10_000)));
    assertEquals("cuda0 fma.f32", binding(prefill("f32", "tf32", 10_000)), "no matmul of these");
  }

  /** A library is no law of nature; the multiply-adds of float32 are. */
  @Test
  void aLibraryMayBeBeatenAndAnInstructionMayNot() {
    CaseSummary beaten = prefill("q4_0", "f16", 100_000);
    assertEquals(State.VALID, beaten.state());
    assertFalse(beaten.ceiling().orElseThrow().holds());
    assertEquals(State.VALID, prefill("f32", "tf32", 40_000).state());
    CaseSummary impossible = prefill("f32", "f32", 40_000);
    assertEquals(State.MISTRUSTED, impossible.state());
    assertTrue(impossible.reasons().getFirst().startsWith("above a physical ceiling"));
  }

  @Test
  void aDeviceHasNoThreadsAndTheHostKeepsItsOwn() {
    RunSummary run = RunSummary.of(SampleDevice.besideTheHost());
    assertEquals(
        List.of("the host CPU", SampleDevice.NAME),
        run.places().stream().map(Place::name).toList());
    for (CaseSummary each : run.cases()) {
      assertFalse(run.who(each).contains("thr"), run.who(each));
      String where = each.place().isHost() ? "the host CPU, 2 thr" : SampleDevice.NAME;
      assertEquals(where, each.where());
      each.ceiling().ifPresent(share -> assertEquals(each.place().id(), share.ceiling().device()));
    }
  }

  @Test
  void groupsHoldOneChipEach() {
    RunSummary run = RunSummary.of(SampleDevice.besideTheHost());
    run.groups()
        .forEach((name, cases) -> {
          assertEquals(1, cases.stream().map(CaseSummary::place).distinct().count(), name);
          assertTrue(name.endsWith(" on " + cases.getFirst().place().name()), name);
        });
  }

  /** Two interfaces to one chip share its ceilings and tasks. */
  @Test
  void aChipIsOneWhateverReachesIt() {
    CaseRecord made = make.matmul("f16", 14336, 1, 4096, "ggml", 2.6e5, 0);
    CaseRecord cuda = SampleDevice.onDevice(made, "cuda", "cold", "f16");
    CaseRecord.Key key = cuda.key();
    CaseRecord vulkan =
        SampleCase.withKey(
            cuda,
            new CaseRecord.Key(key.spec(), "ggml", "", "vulkan0", 1, key.cache(), key.fill()));
    RunRecord plain = SampleDevice.of(List.of(cuda, vulkan));
    var way =
        new RunRecord.Accelerator(
            "vulkan0", "as ggml calls it", SampleDevice.DEVICE.pciAddress(), 16L << 30, 0);
    List<RunRecord.BackendRecord> backends = new ArrayList<>(plain.backends());
    backends.add(
        new RunRecord.BackendRecord(
            "ggml", "", List.of("vulkan0"), Reading.of("0", "", "fixture"), List.of(way)));
    RunSummary run =
        RunSummary.of(
            new RunRecord(
                plain.schema(),
                plain.tool(),
                plain.invocation(),
                plain.jvm(),
                plain.machine(),
                plain.ceilings(),
                backends,
                plain.cases()));
    assertEquals(List.of(SampleDevice.NAME), run.places().stream().map(Place::name).toList());
    assertEquals("cuda0 read.memory", binding(run.cases().getLast()));
    assertEquals("ggml, vulkan0", run.who(run.cases().getLast()));
    Contest contest = Contest.of(List.of(run));
    assertEquals(1, contest.tasks().size());
    assertEquals(
        Set.of("cuda", "ggml@vulkan0"),
        contest.tasks().getFirst().entries().stream()
            .map(Contest.Entry::name)
            .collect(Collectors.toSet()));
  }
}
