package assay.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.Samples;
import assay.bench.fork.ForkReport;
import assay.bench.plan.Plan;
import assay.bench.plan.PlannedCase;
import assay.probe.Reading;
import assay.reports.record.Accuracy;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.Ceiling;
import assay.reports.record.ForkRecord;
import assay.reports.record.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunAssemblerTest {

  private final PlannedCase planned =
      Samples.planned(Samples.key("matmul:f32*f32:m10,n1,k50", "none"));

  private RunRecord assemble(JournalLine... more) {
    List<JournalLine> lines = new ArrayList<>();
    lines.add(JournalTest.begun(new Plan(Samples.TINY, 1, List.of(planned))));
    lines.addAll(List.of(more));
    return RunAssembler.assemble(lines);
  }

  private CaseRecord caseOf(ForkReport... reports) {
    JournalLine[] lines = new JournalLine[reports.length];
    for (int i = 0; i < reports.length; i++) {
      lines[i] = new JournalLine.Forked(reports[i]);
    }
    return assemble(lines).cases().getFirst();
  }

  private ForkReport ended(int round, State state, String reason) {
    ForkReport valid = Samples.valid(planned.id(), round, 100, 101, 102);
    var status = new CaseRecord.Status(state, List.of(reason));
    return new ForkReport(planned.id(), status, null, null, valid.fork());
  }

  private ForkReport with(Map<String, Reading<Double>> hardware) {
    ForkRecord fork = Samples.valid(planned.id(), 0, 100, 101, 102).fork();
    ForkRecord watched = new ForkRecord(0, "", 1, List.of(), fork.iterations(), null, hardware, "");
    return new ForkReport(planned.id(), CaseRecord.Status.VALID, null, null, watched);
  }

  @Test
  void forksComeInTheOrderOfTheirRounds() {
    CaseRecord one =
        caseOf(Samples.valid(planned.id(), 1, 100, 101), Samples.valid(planned.id(), 0, 99, 100));
    assertEquals(List.of(0, 1), one.forks().stream().map(ForkRecord::round).toList());
    assertEquals(CaseRecord.Status.VALID, one.status());
  }

  @Test
  void aRoundThatIsThereTwiceCountsOnce() {
    CaseRecord one =
        caseOf(
            Samples.valid(planned.id(), 0, 100, 101),
            Samples.valid(planned.id(), 1, 100, 101),
            Samples.valid(planned.id(), 0, 99, 100));
    assertEquals(List.of(0, 1), one.forks().stream().map(ForkRecord::round).toList());
    assertEquals(100, one.forks().getFirst().iterations().getFirst().nanosPerOp());
  }

  @Test
  void theGravestForkDecides() {
    assertEquals(
        State.WRONG,
        caseOf(ended(0, State.CRASHED, "a"), ended(1, State.WRONG, "b")).status().state());
    CaseRecord crashed = caseOf(Samples.valid(planned.id(), 0, 1), ended(1, State.CRASHED, "boom"));
    assertEquals(new CaseRecord.Status(State.CRASHED, List.of("boom")), crashed.status());
  }

  /** Only one round looks at the whole result; that another fork is further off changes nothing. */
  @Test
  void whatWasFoundInTheWholeResultIsKept() {
    String none = "not repeated in this fork";
    assertEquals("passed", freivalds(checked(0, 1e-7, "passed"), checked(1, 2e-7, none)));
    assertEquals(
        "failed: 3 %", freivalds(checked(0, 1e-7, "failed: 3 %"), checked(1, 2e-7, "passed")));
    assertEquals(none, freivalds(checked(1, 1e-7, none)));
    assertEquals(
        2e-7,
        caseOf(checked(0, 1e-7, "passed"), checked(1, 2e-7, none)).accuracy().maxRelativeError());
  }

  private String freivalds(ForkReport... reports) {
    return caseOf(reports).accuracy().freivalds();
  }

  private ForkReport checked(int round, double error, String freivalds) {
    ForkReport valid = Samples.valid(planned.id(), round, 100, 101, 102);
    var accuracy = new Accuracy(16, 1e-14, error, null, 1, 0, 0, 1e-3, null, null, freivalds, true);
    return new ForkReport(planned.id(), CaseRecord.Status.VALID, null, accuracy, valid.fork());
  }

  @Test
  void anInterruptedRunHasNoEndAndSaysWhatIsMissing() {
    RunRecord run = assemble();
    assertNull(run.invocation().finishedAt());
    assertEquals(State.MISTRUSTED, run.cases().getFirst().status().state());
    assertTrue(run.cases().getFirst().status().reasons().getFirst().contains("interrupted"));
    assertEquals("then", assemble(new JournalLine.Finished("then")).invocation().finishedAt());
  }

  @Test
  void steadyTimesAreTrustedAndUnsteadyOnesAreNot() {
    assertEquals(
        State.VALID, caseOf(Samples.valid(planned.id(), 0, 100, 104, 98, 101)).status().state());
    CaseRecord wild = caseOf(Samples.valid(planned.id(), 0, 100, 250, 90, 400, 120, 300));
    assertEquals(State.MISTRUSTED, wild.status().state());
    assertTrue(wild.status().reasons().getFirst().startsWith("unsteady"));
  }

  /** Each fork looks steady by its spread; what tells is the order of its iterations. */
  @Test
  void forksThatWereStillWarmingUpAreNotTrusted() {
    double[] falling = {110, 109, 108, 106, 105, 103, 102, 101, 100};
    double[] steady = {100, 101, 100, 99, 100, 101, 100, 100, 99};
    CaseRecord warming =
        caseOf(Samples.valid(planned.id(), 0, falling), Samples.valid(planned.id(), 1, falling));
    assertEquals(State.MISTRUSTED, warming.status().state());
    assertTrue(
        warming.status().reasons().getFirst().contains("warm-up was not over"),
        warming.status().toString());
    CaseRecord once =
        caseOf(
            Samples.valid(planned.id(), 0, falling),
            Samples.valid(planned.id(), 1, steady),
            Samples.valid(planned.id(), 2, steady));
    assertEquals(State.VALID, once.status().state());
  }

  @Test
  void busyNeighboursAndHeatAreTold() {
    CaseRecord busy = caseOf(with(Map.of("cpu.foreign", Samples.reading(0.6))));
    assertTrue(busy.status().reasons().getFirst().contains("60 %"), busy.status().toString());
    CaseRecord robbed = caseOf(with(Map.of("cpu.steal", Samples.reading(0.4))));
    assertTrue(robbed.status().reasons().getFirst().contains("hypervisor gave up to 40 %"));
    CaseRecord hot = caseOf(with(Map.of("throttle.events", Samples.reading(3))));
    assertTrue(hot.status().reasons().getFirst().startsWith("throttled"));
    CaseRecord quiet =
        caseOf(
            with(
                Map.of(
                    "cpu.foreign",
                    Samples.reading(0.02),
                    "cpu.steal",
                    Samples.reading(0.05),
                    "throttle.events",
                    Reading.unavailable("no counter"))));
    assertEquals(State.VALID, quiet.status().state());
  }

  @Test
  void errorsThatNothingPutRightAreADoubtAndOthersAreNot() {
    for (String lost :
        List.of(
            "edac/mc0/ue_count",
            "aer/fatal",
            "aer/nonfatal",
            "nvml@0000:01:00.0/ecc_uncorrected")) {
      CaseRecord one = caseOf(with(Map.of(lost, Samples.reading(2))));
      assertEquals(State.MISTRUSTED, one.status().state(), lost);
      assertTrue(one.status().reasons().getFirst().contains(lost), one.status().toString());
    }
    CaseRecord fixed =
        caseOf(
            with(
                Map.of(
                    "edac/mc0/ce_count", Samples.reading(2),
                    "aer/correctable", Samples.reading(1),
                    "edac/mc0/ue_count", Samples.reading(0))));
    assertEquals(CaseRecord.Status.VALID, fixed.status());
  }

  /** Three iterations of 100 operations take 30.3 us together. */
  @Test
  void aMachineShortOfMemoryIsADoubt() {
    assertEquals(
        CaseRecord.Status.VALID,
        caseOf(with(Map.of("memory.stalled", Samples.reading(1e-6)))).status());
    CaseRecord squeezed = caseOf(with(Map.of("memory.stalled", Samples.reading(10e-6))));
    assertTrue(squeezed.status().reasons().getFirst().contains("waited for memory"));
  }

  @Test
  void energyAboveIdleIsTheCasesOwnFigure() {
    CaseRecord one =
        caseOf(
            with(
                Map.of(
                    ForkRecord.ENERGY, Reading.of(6.0, "J", "a test"),
                    ForkRecord.NET_ENERGY, Reading.of(3.0, "J", "a test"))));
    assertEquals(6.0 / 300, one.energy().asOptional().orElseThrow(), 1e-12);
    assertEquals(3.0 / 300, one.netEnergy().asOptional().orElseThrow(), 1e-12);
  }

  /** Its queue was full and its clock saw all of the time, so the host's neighbours took none. */
  @Test
  void aDeviceThatNeverWaitedForABusyHostIsTrusted() {
    for (String trouble : List.of("cpu.foreign", "cpu.steal", "throttle.events")) {
      CaseRecord alone = beside(trouble, 0.006, 0.2);
      assertEquals(CaseRecord.Status.VALID, alone.status(), trouble);
      // The host's waking up is part of a latency.
      ForkRecord fork = alone.forks().getFirst();
      assertNull(fork.latency());
      Reading<Double> latency = fork.hardware().get("latency");
      assertTrue(
          latency instanceof Reading.Unavailable<Double>(String reason)
              && reason.matches("not kept: (disturbed|throttled): .*"),
          String.valueOf(latency));

      assertEquals(State.MISTRUSTED, beside(trouble, 0.03, 0.2).status().state(), "it waited");
      assertEquals(State.MISTRUSTED, beside(trouble, 0.006, 0.6).status().state(), "no queue");
    }
    CaseRecord undisturbed = beside("cpu.idle", 0.006, 0.2);
    assertNotNull(undisturbed.forks().getFirst().latency());
  }

  @Test
  void oneForkThatWaitedForABusyHostIsEnough() {
    CaseRecord one =
        caseOf(beside(0, "cpu.foreign", 0.006, 0.2), beside(1, "cpu.foreign", 0.03, 0.2));
    assertEquals(State.MISTRUSTED, one.status().state());
    assertEquals(
        List.of("disturbed: other programs took up to 60 % of this machine's CPU time"),
        one.status().reasons());
  }

  private CaseRecord beside(String trouble, double waiting, double enqueueing) {
    return caseOf(beside(0, trouble, waiting, enqueueing));
  }

  private ForkReport beside(int round, String trouble, double waiting, double enqueueing) {
    ForkRecord fork = Samples.valid(planned.id(), round, 100, 101, 102).fork();
    var watched =
        new ForkRecord(
            round,
            "",
            1,
            List.of(),
            fork.iterations(),
            new ForkRecord.Latency(0, ""),
            Map.of(
                trouble,
                Samples.reading(0.6),
                "host.waiting.share",
                Samples.reading(waiting),
                "host.enqueueing.share",
                Samples.reading(enqueueing)),
            "");
    return new ForkReport(planned.id(), CaseRecord.Status.VALID, null, null, watched);
  }

  @Test
  void whatHeldAGpuDownIsNamed() {
    reasonIs(
        "throttled: the driver slowed the GPU for the heat of chip or memory for up to 12.3 % of the"
            + " measured time",
        Map.of("gpu.throttle.share.software-thermal", Samples.reading(0.123)));
    reasonIs(
        "throttled: the GPU's hardware slowed it for heat for less than 0.1 % of the measured time",
        Map.of("gpu.throttle.share.hardware-thermal", Samples.reading(1e-6)));
    reasonIs(
        "throttled: the machine's power supply made the GPU brake at an end of a measured window",
        Map.of("gpu.throttle.seen.power-brake", Samples.reading(1)));
    reasonIs(
        "faulty memory: 2 errors that ECC could not put right while it was measured",
        Map.of("gpu.ecc.lost", Samples.reading(2)));
    CaseRecord free =
        caseOf(
            with(
                Map.of(
                    // A dense product runs at the limit of power, and that is its speed.
                    "gpu.throttle.share.power-cap",
                    Samples.reading(0.9),
                    "gpu.throttle.seen.idle",
                    Samples.reading(2),
                    "gpu.ecc.fixed",
                    Samples.reading(3),
                    "gpu.throttle.events",
                    Reading.unavailable("no driver"))));
    assertEquals(State.VALID, free.status().state());
  }

  private void reasonIs(String reason, Map<String, Reading<Double>> hardware) {
    CaseRecord one = caseOf(with(hardware));
    assertEquals(State.MISTRUSTED, one.status().state());
    assertEquals(List.of(reason), one.status().reasons());
  }

  @Test
  void fasterThanTheMachineIsNotTrusted() {
    // 1000 flops in 100 ns are 1e10 flop/s.
    ForkReport report = Samples.valid(planned.id(), 0, 100, 100, 100, 100);
    for (double limit : new double[] {0.5e10, 2e10}) {
      RunRecord run =
          assemble(
              new JournalLine.Ceilings(List.of(ceiling("fma.f32", 1, limit))),
              new JournalLine.Forked(report));
      assertEquals(
          limit < 1e10 ? State.MISTRUSTED : State.VALID, run.cases().getFirst().status().state());
    }
  }

  private static Ceiling ceiling(String id, int threads, double value) {
    return new Ceiling(id, id, "cpu", threads, Samples.reading(value), List.of(value));
  }

  @Test
  void ofTwoLooksAtALimitTheBetterCounts() {
    Reading<Double> none = Reading.unavailable("crashed");
    RunRecord run =
        assemble(
            new JournalLine.Ceilings(
                List.of(
                    ceiling("fma.f32", 2, 117),
                    ceiling("fma.f32", 1, 118),
                    new Ceiling("read.memory", "r", "cpu", 2, none, List.of()),
                    seconds(5e-9))),
            new JournalLine.Ceilings(
                List.of(ceiling("fma.f32", 2, 233), ceiling("read.memory", 2, 7), seconds(6e-9))));
    assertEquals(4, run.ceilings().size());
    assertEquals(233, run.ceilings().get(0).best().asOptional().orElseThrow());
    assertEquals(List.of(117.0, 233.0), run.ceilings().get(0).samples());
    assertEquals(118, run.ceilings().get(1).best().asOptional().orElseThrow());
    assertEquals(7, run.ceilings().get(2).best().asOptional().orElseThrow());
    assertEquals(5e-9, run.ceilings().get(3).best().asOptional().orElseThrow());
  }

  private static Ceiling seconds(double value) {
    return new Ceiling(
        "latency.4096", "l", "cpu", 1, Reading.of(value, "s", "test"), List.of(value));
  }

  @Test
  void whatIsLeftOutMakesNoCaseUnsteady() {
    double[] nanos = {1e6, 1.01e6, 9e6, 1e6, 9e6, 1.01e6, 9e6, 1e6};
    assertEquals(State.MISTRUSTED, caseOf(Samples.valid(planned.id(), 0, nanos)).status().state());
    ForkReport report = Samples.valid(planned.id(), 0, nanos);
    ForkRecord fork = report.fork();
    List<ForkRecord.Iteration> judged =
        fork.iterations().stream()
            .map(each ->
                new ForkRecord.Iteration(
                    each.operations(),
                    each.nanos(),
                    each.nanosPerOp() > 2e6 ? "the hypervisor took 80 % of the CPU time" : ""))
            .toList();
    ForkRecord disturbed =
        new ForkRecord(0, fork.startedAt(), 5, List.of(), judged, null, Map.of(), "");
    var judgedReport = new ForkReport(planned.id(), report.status(), null, null, disturbed);
    assertEquals(CaseRecord.Status.VALID, caseOf(judgedReport).status());
  }
}
