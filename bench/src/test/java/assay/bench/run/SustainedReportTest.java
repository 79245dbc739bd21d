package assay.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.Samples;
import assay.bench.fork.ForkReport;
import assay.bench.fork.ForkRequest;
import assay.bench.plan.Plan;
import assay.bench.plan.Profile;
import assay.bench.subject.SliceWatch;
import assay.bench.sustain.Course;
import assay.bench.sustain.SliceLine;
import assay.bench.sustain.SliceSamples;
import assay.bench.sustain.SliceTail;
import assay.bench.sustain.SliceWriter;
import assay.probe.Reading;
import assay.probe.energy.Estimate;
import assay.probe.telemetry.Channel;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.CaseRecord.Status;
import assay.reports.record.ForkRecord;
import assay.reports.record.ForkRecord.Iteration;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import assay.reports.record.Sustained.Slice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of slices that nobody measured. */
class SustainedReportTest {

  private static final String SPEC = "matmul:f32*f32:m1,n1,k1";

  @TempDir private Path folder;

  private final CaseRecord.Key key =
      new CaseRecord.Key(SPEC, "faulty", "", "cpu", 1, "hot", "gaussian");
  private final Plan plan = new Plan(Profile.sustained(), 1, List.of(Samples.planned(key)));

  private Course course(int count, IntFunction<Slice> slices) throws IOException {
    Path file = folder.resolve("slices.jsonl");
    try (SliceWriter writer = SliceWriter.open(file)) {
      writer.append(SliceSamples.begun());
      for (int i = 0; i < count; i++) {
        writer.append(new SliceLine.Taken(slices.apply(i)));
      }
    }
    return SliceTail.read(file, SliceSamples.CASE);
  }

  private static ForkReport report(Course course) {
    var fork = new ForkRequest(SliceSamples.CASE, 0, Profile.sustained(), null);
    return SustainedReport.of(fork, 600, 10, course, Status.VALID, Optional.empty());
  }

  private CaseRecord judged(Course course) {
    ForkReport report = report(course);
    var line =
        new JournalLine.Forked(
            new ForkReport(
                plan.cases().getFirst().id(),
                report.status(),
                report.execution(),
                report.accuracy(),
                report.fork()));
    return RunAssembler.assemble(List.of(JournalTest.begun(plan), line)).cases().getFirst();
  }

  private static Slice steady(int i) {
    return SliceSamples.slice(5 * i, 5);
  }

  /** Half as fast from the tenth slice of twenty on. */
  private static Slice slowing(int i) {
    Slice slice = steady(i);
    return i < 10
        ? slice
        : new Slice(
            slice.startSeconds(),
            5,
            slice.operations() / 2,
            slice.nanos(),
            slice.means(),
            List.of("the processor slowed down for heat"));
  }

  @Test
  void theSecondHalfIsTheSpeed() throws IOException {
    ForkRecord fork = report(course(20, SustainedReportTest::slowing)).fork();
    assertEquals(10, fork.warmup().size());
    assertEquals(10, fork.iterations().size());
    assertTrue(fork.warmup().stream().allMatch(each -> each.nanosPerOp() == 5e6));
    assertTrue(fork.iterations().stream().allMatch(each -> each.nanosPerOp() == 1e7));
    assertEquals(20, fork.sustained().slices().size());
  }

  @Test
  void becomingSlowerIsNoReasonForMistrust() throws IOException {
    CaseRecord one = judged(course(20, SustainedReportTest::slowing));
    assertEquals(Status.VALID, one.status());
  }

  @Test
  void othersWorkIsToldWithItsTimesAndLeftOut() throws IOException {
    CaseRecord one =
        judged(course(40, i -> SliceSamples.slice(5 * i, 5, i >= 24 && i < 30 ? 0.6 : 0.02)));
    assertEquals(State.MISTRUSTED, one.status().state());
    assertEquals(
        List.of(
            "disturbed: other programs took up to 60 % of this machine's CPU time in 6 of 40"
                + " slices, at 2m to 2m30s"),
        one.status().reasons());
    List<Iteration> iterations = one.forks().getFirst().iterations();
    assertEquals(14, iterations.stream().filter(Iteration::isUsable).count());
    assertEquals("other programs took 60 % of the CPU time", iterations.get(4).excluded());
  }

  @Test
  void aSingleDisturbedSliceOfManyIsLeftOutAndNoMore() throws IOException {
    CaseRecord one = judged(course(40, i -> SliceSamples.slice(5 * i, 5, i == 30 ? 0.6 : 0)));
    assertEquals(Status.VALID, one.status());
    assertFalse(one.forks().getFirst().iterations().get(10).isUsable());
  }

  @Test
  void whereMostIsDisturbedNothingIsLeftOut() throws IOException {
    CaseRecord one = judged(course(20, i -> SliceSamples.slice(5 * i, 5, 0.6)));
    assertEquals(State.MISTRUSTED, one.status().state());
    assertTrue(one.forks().getFirst().iterations().stream().allMatch(Iteration::isUsable));
  }

  /** As after kill -9: there is no report of a fork. */
  @Test
  void lostBitsOfAKilledLoadAreDoubted() throws IOException {
    Path file = folder.resolve("slices.jsonl");
    try (SliceWriter writer = SliceWriter.open(file)) {
      writer.append(SliceSamples.begun());
      writer.append(new SliceLine.Taken(steady(0), Map.of("edac/mc0/ue_count", 1.0)));
      writer.append(new SliceLine.Taken(steady(1), Map.of("edac/mc0/ue_count", 0.0)));
    }
    CaseRecord one = judged(SliceTail.read(file, SliceSamples.CASE));
    assertEquals(State.MISTRUSTED, one.status().state());
    assertEquals(
        List.of("faulty hardware: edac/mc0/ue_count counted 1 while it was measured"),
        one.status().reasons());
  }

  @Test
  void powerOfTheSlicesBecomesJoules() throws IOException {
    CaseRecord one = judged(course(20, SustainedReportTest::slowing));
    ForkRecord fork = one.forks().getFirst();
    Estimate watts = fork.telemetry().energies().getFirst().watts().asOptional().orElseThrow();
    assertEquals(50, watts.value(), 1e-9);
    // 50 W over 100 operations a second.
    assertEquals(0.5, one.energy().asOptional().orElseThrow(), 1e-9);
  }

  @Test
  void aLoadWithoutASliceHasNoSpeed() throws IOException {
    ForkRecord fork = report(course(0, SustainedReportTest::steady)).fork();
    assertTrue(fork.iterations().isEmpty());
    assertNull(fork.telemetry());
    ForkRecord single = report(course(1, SustainedReportTest::steady)).fork();
    assertEquals(1, single.iterations().size());
    assertTrue(single.warmup().isEmpty());
  }

  /** As after kill -9 of everything: a journal without a fork, and slices. */
  @Test
  void slicesOfAnInterruptedLoadAreInTheRecord() throws IOException {
    RunFolder run = new RunFolder(folder);
    var begun = begunWith(600.0);
    var request = new ForkRequest(plan.cases().getFirst().id(), 0, plan.profile(), null);
    Files.createDirectories(run.slices());
    try (SliceWriter writer = SliceWriter.open(run.slices().resolve(request.label() + ".jsonl"))) {
      SliceLine.Begun first = SliceSamples.begun();
      writer.append(
          new SliceLine.Begun(
              first.schema(),
              request.caseId(),
              first.startedAt(),
              first.channels(),
              first.subject()));
      for (int i = 0; i < 6; i++) {
        writer.append(new SliceLine.Taken(steady(i)));
      }
    }
    List<JournalLine> lines = new ArrayList<>(List.of(begun));
    lines.addAll(new SustainedCases(run, null, Progress.SILENT).unfinished(lines));
    RunRecord record = RunAssembler.assemble(lines);
    CaseRecord one = record.cases().getFirst();
    assertEquals(
        List.of("interrupted after 30s of 10m; its results were last checked after 0s"),
        one.status().reasons());
    assertEquals(6, one.forks().getFirst().sustained().slices().size());
    new RunStore().write(record, folder);
    assertEquals(record, new RunStore().read(folder));
  }

  private JournalLine.Begun begunWith(double seconds) {
    JournalLine.Begun usual = JournalTest.begun(plan);
    return new JournalLine.Begun(
        usual.schema(),
        usual.build(),
        usual.tool(),
        usual.invocation(),
        usual.jvm(),
        usual.machine(),
        usual.backends(),
        usual.plan(),
        new JournalLine.Wish(false, true, usual.wish().sensing(), seconds));
  }

  private static Slice drawing(int i, double watts, double foreign) {
    Slice slice = SliceSamples.slice(5 * i, 5, foreign);
    Map<String, Reading<Double>> means = new TreeMap<>(slice.means());
    means.put("power", Reading.of(watts, "W", "here"));
    return new Slice(
        slice.startSeconds(), 5, slice.operations(), slice.nanos(), means, slice.throttled());
  }

  @Test
  void whatWasDrawnInSlicesThatAreLeftOutIsNotTheCases() throws IOException {
    CaseRecord one = judged(course(40, i -> drawing(i, i == 30 ? 150 : 50, i == 30 ? 0.6 : 0)));
    // 50 W over 200 operations a second.
    assertEquals(0.25, one.energy().asOptional().orElseThrow(), 1e-9);
  }

  /** Nobody states its period and accuracy. */
  @Test
  void aSensorOfWhichNothingIsStatedIsAsSureAsItsSlicesAgree() throws IOException {
    ForkRecord fork = report(course(40, i -> drawing(i, i % 2 == 0 ? 40 : 60, 0))).fork();
    Estimate watts = fork.telemetry().energies().getFirst().watts().asOptional().orElseThrow();
    assertEquals(50, watts.value(), 1e-9);
    assertTrue(watts.low() < 47 && watts.low() > 43, watts::toString);
    assertTrue(watts.high() > 53 && watts.high() < 57, watts::toString);
    Channel power = SliceSamples.begun().channels().getFirst();
    assertTrue(SustainedEnergy.watts(power, List.of(steady(0))).isUnresolved());
  }

  @Test
  void aLoadThatSwapsIsDoubted() throws IOException {
    CaseRecord one =
        judged(
            course(
                40,
                i -> {
                  Slice slice = SliceSamples.slice(5 * i, 5);
                  Map<String, Reading<Double>> means = new TreeMap<>(slice.means());
                  means.put(SliceWatch.STALLED, Reading.of(i < 10 ? 0.3 : 0, "1", "here"));
                  return new Slice(
                      slice.startSeconds(), 5, slice.operations(), slice.nanos(), means, List.of());
                }));
    assertEquals(
        List.of(
            "disturbed: tasks waited for memory to become free in up to 30 % of the time in 10 of"
                + " 40 slices, at 0s to 50s"),
        one.status().reasons());
  }
}
