package assay.bench.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.pretend.PretendBackend;
import assay.bench.pretend.PretendBackend.Trouble;
import assay.bench.pretend.PretendQueue;
import assay.kernels.Device;
import assay.kernels.DeviceLostException;
import assay.kernels.KernelUnavailableException;
import assay.probe.Reading;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A case on a pretended device, by a clock that only its operations move. */
class DeviceSubjectTest {

  /** 8 KiB of weights; 16 of them and the one apart make two caches. */
  private static final String SPEC = "matmul:f32*f32:m32,n1,k64";

  private final PretendBackend backend = PretendBackend.timeless();
  private int operationsOfBatch;

  private SubjectReport measured(Device device, String cache, Trouble trouble) {
    try (TimedSubject subject = subject(device, cache, trouble)) {
      subject.beginMeasuring();
      subject.operations();
      subject.operations();
      SubjectReport report = subject.finish();
      operationsOfBatch = report.batch();
      return report;
    }
  }

  private TimedSubject subject(Device device, String cache, Trouble trouble) {
    var key =
        new CaseRecord.Key(SPEC, "pretend", trouble.text(), device.id(), 1, cache, "gaussian");
    var request = new SubjectRequest(key, 5, "", 16, 1 << 20, true);
    return new TimedSubject(request, new Target(backend, device), true, backend.queue()::now);
  }

  private static double value(SubjectReport report, String reading) {
    return report.hardware().get(reading).asOptional().orElseThrow();
  }

  @Test
  void operationsAfterTheFirstAreEnqueued() {
    SubjectReport report = measured(PretendBackend.DEVICE, "hot", Trouble.NONE);
    assertEquals(CaseRecord.Status.VALID, report.status());
    assertEquals("queue", report.execution().details().get("submission"));
    // 5 ms of 10 microseconds each, and the one by itself.
    assertEquals(501, operationsOfBatch, 1);
    assertEquals(
        PretendQueue.LAUNCH_NANOS + PretendQueue.WAKE_NANOS, value(report, "launch.nanos"), 50);
    assertEquals(5_000_000, value(report, "batch.device.nanos"), 50_000);
    assertEquals(
        5_000_000 + PretendQueue.LAUNCH_NANOS + PretendQueue.WAKE_NANOS,
        value(report, "batch.host.nanos"),
        50_000);
    assertEquals(2, report.latency().count());
    // Of 5 ms: a launch and two waits, as another launch is between the marks.
    double outside = PretendQueue.LAUNCH_NANOS + 2 * PretendQueue.WAKE_NANOS;
    assertEquals(outside / 5_034_000, value(report, "host.waiting.share"), 1e-4);
    assertEquals(2_000_000 / 5_034_000.0, value(report, "host.enqueueing.share"), 1e-2);
  }

  @Test
  void shortOperationsGoAsOneGraphWhereThereAreGraphs() {
    SubjectReport hot = measured(PretendBackend.DEVICE, "hot", Trouble.GRAPH);
    assertEquals(CaseRecord.Status.VALID, hot.status());
    assertEquals("graph of 64", hot.execution().details().get("submission"));
    // Eight times 64 operations fill 5 ms.
    assertEquals(1 + 8 * 64, operationsOfBatch);

    SubjectReport cold = measured(PretendBackend.DEVICE, "cold", Trouble.GRAPH);
    assertEquals(CaseRecord.Status.VALID, cold.status());
    assertEquals("33", cold.execution().details().get("weightCopies"));
    assertEquals("262144", cold.execution().details().get("rotatedBytes"), "one copy is apart");
    assertEquals("graph of 64", cold.execution().details().get("submission"));
  }

  @Test
  void whatNoGraphTakesIsQueuedAndSaysWhy() {
    SubjectReport report = measured(PretendBackend.DEVICE, "hot", Trouble.NO_GRAPH);
    assertEquals(CaseRecord.Status.VALID, report.status());
    assertEquals("queue", report.execution().details().get("submission"));
    assertEquals(
        "pretend: a library waits for its queue", report.execution().details().get("no graph"));
  }

  @Test
  void longOperationsAreWaitedForOneByOne() {
    SubjectReport report = measured(PretendBackend.DEVICE, "cold", Trouble.LONG);
    assertEquals(CaseRecord.Status.VALID, report.status());
    assertEquals("single", report.execution().details().get("submission"));
    assertEquals(1, operationsOfBatch);
    assertEquals(
        Reading.unavailable("one operation fills a batch"), report.hardware().get("launch.nanos"));
    assertEquals(PretendQueue.WAKE_NANOS / 8_012_000.0, value(report, "host.waiting.share"), 1e-5);
  }

  @ParameterizedTest
  @EnumSource(names = {"TIMER_FAST", "TIMER_SLOW", "TIMER_ZERO", "TIMER_NEGATIVE"})
  void aTimerThatContradictsTheHostIsNotBelieved(Trouble trouble) {
    SubjectReport report = measured(PretendBackend.DEVICE, "hot", trouble);
    assertEquals(State.MISTRUSTED, report.status().state());
    String reason = report.status().reasons().getFirst();
    assertTrue(
        reason.matches(
            "device timer says -?[0-9.]+ ms, host clock 5.0[0-9]+ ms for the same batch"),
        reason);
    assertEquals(5_000_000, value(report, "batch.host.nanos"), 50_000);
  }

  @Test
  void aDeviceWithoutATimerIsMeasuredByTheHostAlone() {
    SubjectReport report = measured(PretendBackend.DEVICE, "hot", Trouble.NO_TIMER);
    assertEquals(CaseRecord.Status.VALID, report.status());
    assertEquals(
        Reading.unsupported("the backend has no device timer"),
        report.hardware().get("batch.device.nanos"));
    assertFalse(report.hardware().containsKey("host.waiting.share"));
  }

  @Test
  void waitsUntilTheDevicesClockStandsStill() {
    Map<String, Reading<Double>> early =
        measured(PretendBackend.DEVICE, "hot", Trouble.NONE).hardware();
    assertEquals(5e8, early.get("settling.nanos").asOptional().orElseThrow(), 5e7);
    // The ramp, and calm stretches after it.
    SubjectReport late = measured(PretendBackend.DEVICE, "hot", Trouble.SETTLES_LATE);
    assertTrue(value(late, "settling.nanos") >= 5e8, late.hardware().toString());
  }

  @Test
  void aClockThatNeverStandsStillIsRecorded() {
    SubjectReport report = measured(PretendBackend.DEVICE, "hot", Trouble.NEVER_SETTLES);
    Reading<Double> settling = report.hardware().get("settling.nanos");
    assertTrue(
        settling instanceof Reading.Unavailable<Double>(String reason)
            && reason.startsWith("after 3.0 s the time per operation still changed by "),
        settling.toString());
  }

  @ParameterizedTest
  @CsvSource({"pretend1, none", "pretend0, holds_three_copies"})
  void tooLittleMemoryForColdCopiesIsSaid(String device, String trouble) {
    Device chosen =
        backend.devices().stream().filter(one -> one.id().equals(device)).findFirst().orElseThrow();
    SubjectReport report =
        measured(chosen, "cold", Trouble.valueOf(trouble.toUpperCase(java.util.Locale.ROOT)));
    assertEquals(State.MISTRUSTED, report.status().state());
    String reason = report.status().reasons().getFirst();
    assertTrue(reason.matches("not cold: [0-9]+ copies hold [0-9]+ of the 262144 bytes.*"), reason);
  }

  @Test
  void tooLittleMemoryForOneIsARefusal() {
    var refusal =
        assertThrows(
            KernelUnavailableException.class,
            () -> measured(PretendBackend.DEVICE, "hot", Trouble.OUT_OF_MEMORY));
    assertEquals(
        "pretend: needs 3.00 GiB, 1.00 GiB are free on pretend0: 2.00 GiB missing",
        refusal.getMessage());
  }

  @Test
  void aLostDeviceEndsTheLoop() {
    try (TimedSubject subject = subject(PretendBackend.DEVICE, "hot", Trouble.LOST_IN_THE_LOOP)) {
      assertThrows(DeviceLostException.class, subject::operations);
    }
  }
}
