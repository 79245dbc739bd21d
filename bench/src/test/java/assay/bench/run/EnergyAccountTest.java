package assay.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.Samples;
import assay.bench.fork.ForkReport;
import assay.probe.Reading;
import assay.probe.energy.Estimate;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import assay.reports.record.Idle;
import assay.reports.record.RunRecord;
import assay.reports.record.Telemetry;
import assay.reports.record.Telemetry.EnergyUse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnergyAccountTest {

  private static final Reading<Estimate> UNKNOWN = Reading.unavailable("not yet");
  private static final Reading<Double> UNCHECKED = Reading.unavailable("not yet");

  private static Channel energy(String id, Scope scope, String part) {
    return Channel.of(id, "", Measure.ENERGY, scope, part, id);
  }

  private static Reading<Estimate> watts(double value) {
    return Reading.of(new Estimate(value, value * 0.99, value * 1.01), "W", "a test");
  }

  private static EnergyUse use(Channel channel, Reading<Estimate> watts) {
    return new EnergyUse(channel, "counter", 1, watts, UNKNOWN, UNKNOWN, UNCHECKED);
  }

  private static Idle idle(String when, Channel channel, double watts) {
    return new Idle(when, "", 5, UNCHECKED, List.of(new Idle.Power(channel, watts(watts))));
  }

  private static ForkRecord settle(
      List<Idle> idle, List<RunRecord.BackendRecord> backends, String device, EnergyUse... uses) {
    CaseRecord.Key key =
        new CaseRecord.Key("matmul:f32*f32:m1,n1,k1", "faulty", "none", device, 1, "hot", "zeros");
    // Three iterations of 100 operations, 100, 200 and 300 ms: 0.6 s in all.
    ForkRecord plain = Samples.valid("a", 0, 1e6, 2e6, 3e6).fork();
    var seen = new Telemetry(10, UNCHECKED, List.of(), List.of(), List.of(uses));
    var report =
        new ForkReport("a", CaseRecord.Status.VALID, null, null, plain.with(Map.of(), seen));
    return new EnergyAccount(idle, backends).settle(key, report).fork();
  }

  private static double value(Reading<Double> reading) {
    assertTrue(reading.isPresent(), reading::toString);
    return reading.asOptional().orElseThrow();
  }

  @Test
  void bothSocketsOfAHostCountAndTheirCoresDoNot() {
    ForkRecord fork =
        settle(
            List.of(),
            List.of(),
            "cpu",
            use(energy("rapl/package-0", Scope.PACKAGE, "0"), watts(100)),
            use(energy("rapl/package-0/core", Scope.CORE, "0"), watts(80)),
            use(energy("rapl/package-1", Scope.PACKAGE, "1"), watts(50)));
    assertEquals(150 * 0.6, value(fork.hardware().get(ForkRecord.ENERGY)), 1e-9);
    assertEquals(150 * 0.6 / 300, value(fork.joulesPerOp()), 1e-12);
    assertFalse(fork.netJoulesPerOp().isPresent());
  }

  @Test
  void idleBeforeAndAfterIsTakenOff() {
    Channel socket = energy("rapl/package-0", Scope.PACKAGE, "0");
    ForkRecord fork =
        settle(
            List.of(idle("before", socket, 20), idle("after", socket, 30)),
            List.of(),
            "cpu",
            use(socket, watts(100)));
    assertEquals(75 * 0.6 / 300, value(fork.netJoulesPerOp()), 1e-9);
    Estimate rest = fork.telemetry().energies().getFirst().idleWatts().asOptional().orElseThrow();
    assertTrue(rest.low() < 20 && rest.high() > 30, rest::toString);
  }

  @Test
  void aSocketThatDoesNotKnowLeavesTheSumUnknown() {
    ForkRecord fork =
        settle(
            List.of(),
            List.of(),
            "cpu",
            use(energy("rapl/package-0", Scope.PACKAGE, "0"), watts(100)),
            use(
                energy("rapl/package-1", Scope.PACKAGE, "1"),
                Reading.unreadable("rapl/package-1 went back")));
    assertEquals(
        Reading.unreadable("rapl/package-1 went back"), fork.hardware().get(ForkRecord.ENERGY));
  }

  @Test
  void ofADeviceItsOwnBoardCounts() {
    var device = new RunRecord.Accelerator("cuda0", "a GPU", "0000:01:00.0", 1 << 30, 0);
    var backend =
        new RunRecord.BackendRecord(
            "faulty", "", List.of("cuda0"), Reading.of("1", "", ""), List.of(device));
    ForkRecord fork =
        settle(
            List.of(),
            List.of(backend),
            "cuda0",
            use(energy("rapl/package-0", Scope.PACKAGE, "0"), watts(100)),
            use(energy("nvml@0000:01:00.0/energy", Scope.BOARD, "0000:01:00.0"), watts(400)),
            use(energy("nvml@0000:02:00.0/energy", Scope.BOARD, "0000:02:00.0"), watts(70)));
    assertEquals(400 * 0.6, value(fork.hardware().get(ForkRecord.ENERGY)), 1e-9);
  }

  @Test
  void withoutAnySensorThereIsAReason() {
    assertFalse(settle(List.of(), List.of(), "cpu").joulesPerOp().isPresent());
  }
}
