package assay.bench.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.Samples;
import assay.bench.fork.ForkReport;
import assay.probe.Machine;
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
import java.util.ArrayList;
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

  private static final RunRecord.BackendRecord GPU =
      new RunRecord.BackendRecord(
          "faulty",
          "",
          List.of("cuda0"),
          Reading.of("1", "", ""),
          List.of(new RunRecord.Accelerator("cuda0", "a GPU", "0000:01:00.0", 1 << 30, 0)));

  /** Of the machine. */
  private List<Machine.Sensor> sensors = List.of();

  /** Of the last iteration. */
  private String excluded = "";

  private ForkRecord settle(
      List<Idle> idle, List<RunRecord.BackendRecord> backends, String device, EnergyUse... uses) {
    CaseRecord.Key key =
        new CaseRecord.Key("matmul:f32*f32:m1,n1,k1", "faulty", "none", device, 1, "hot", "zeros");
    // Three iterations of 100 operations, 100, 200 and 300 ms: 0.6 s in all.
    ForkRecord whole = Samples.valid("a", 0, 1e6, 2e6, 3e6).fork();
    List<ForkRecord.Iteration> iterations = new ArrayList<>(whole.iterations());
    ForkRecord.Iteration last = iterations.removeLast();
    iterations.add(new ForkRecord.Iteration(last.operations(), last.nanos(), excluded));
    ForkRecord plain =
        new ForkRecord(0, whole.startedAt(), 5, List.of(), iterations, null, Map.of(), "");
    var seen = new Telemetry(10, UNCHECKED, List.of(), List.of(), List.of(uses));
    var report =
        new ForkReport("a", CaseRecord.Status.VALID, null, null, plain.with(Map.of(), seen));
    return new EnergyAccount(idle, backends, sensors).settle(key, report).fork();
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
    ForkRecord fork =
        settle(
            List.of(),
            List.of(GPU),
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

  @Test
  void oneLookAtTheIdleMachineIsNotTwo() {
    Channel socket = energy("rapl/package-0", Scope.PACKAGE, "0");
    Idle before = idle("before", socket, 60);
    Reading<Estimate> unresolved = Reading.unresolved("too short a time");
    Idle after = new Idle("after", "", 5, UNCHECKED, List.of(new Idle.Power(socket, unresolved)));
    for (List<Idle> looks : List.of(List.of(before, after), List.of(before))) {
      ForkRecord fork = settle(looks, List.of(), "cpu", use(socket, watts(100)));
      assertTrue(fork.joulesPerOp().isPresent());
      EnergyUse use = fork.telemetry().energies().getFirst();
      assertEquals(60, use.idleWatts().asOptional().orElseThrow().value());
      assertTrue(use.netWatts().isUnresolved(), use::toString);
      assertEquals(use.netWatts().toString(), fork.netJoulesPerOp().toString());
    }
  }

  @Test
  void whatMayNotBeReadIsToldInsteadOfNoSensor() {
    Reading<Double> denied = Reading.denied("/sys/class/powercap/intel-rapl:0/energy_uj");
    var core = new Machine.Sensor("rapl/core-0", "", "energy", "core", "", denied, denied);
    var socket = new Machine.Sensor("rapl/package-0", "", "energy", "package", "", denied, denied);
    sensors = List.of(core, socket);
    assertEquals(denied, settle(List.of(), List.of(), "cpu").hardware().get(ForkRecord.ENERGY));
    // The processor's package would not have told of a device.
    assertTrue(reason(settle(List.of(), List.of(GPU), "cuda0")).startsWith("absent"));
    Reading<Double> card = Reading.denied("energy1_input");
    sensors =
        List.of(
            socket,
            new Machine.Sensor("xe@0000:01:00.0/energy1", "", "energy", "device", "", card, card));
    assertEquals(card, settle(List.of(), List.of(GPU), "cuda0").hardware().get(ForkRecord.ENERGY));
    sensors =
        List.of(
            new Machine.Sensor("rapl", "", "energy", "package", "", Reading.absent("none"), card));
    assertTrue(reason(settle(List.of(), List.of(), "cpu")).startsWith("absent"));
  }

  private static String reason(ForkRecord fork) {
    return ((Reading.Unavailable<Double>) fork.hardware().get(ForkRecord.ENERGY)).reason();
  }

  @Test
  void iterationsThatAreLeftOutAreInNeitherEnergyNorOperations() {
    excluded = "other programs took 60 % of the CPU time";
    Channel socket = energy("rapl/package-0", Scope.PACKAGE, "0");
    ForkRecord fork = settle(List.of(), List.of(), "cpu", use(socket, watts(100)));
    assertEquals(100 * 0.3, value(fork.hardware().get(ForkRecord.ENERGY)), 1e-9);
    assertEquals(100 * 0.3 / 200, value(fork.joulesPerOp()), 1e-12);
  }
}
