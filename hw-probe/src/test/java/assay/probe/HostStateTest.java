package assay.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.state.CpuTicks;
import assay.probe.state.LoadAverage;
import assay.probe.state.OwnTicks;
import assay.probe.state.Pressure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class HostStateTest {

  @TempDir private Path folder;

  private HostState state(String stat, String self) {
    return HostState.read(
        Capture.of("/proc/stat = " + stat + "\n/proc/self/stat = " + self + "\n", folder));
  }

  private static String self(long user, long system, long childUser, long childSystem) {
    return "9 (java) S 1 9 9 0 -1 4194304 1 2 3 4 %d %d %d %d 20 0 1 0 5 6 7"
        .formatted(user, system, childUser, childSystem);
  }

  @Test
  void splitsATimeWindowIntoOwnForeignAndStolen() {
    HostState before = state("cpu 1000 0 200 5000 100 0 0 50 0 0", self(100, 10, 0, 0));
    // 400 ticks pass: 200 busy (of which a child of ours had 150), 180 idle or waiting, 20 stolen.
    HostState after = state("cpu 1180 10 210 5170 110 0 0 70 40 0", self(100, 10, 140, 10));
    HostState.Change change = after.since(before);
    Expect.value((200.0 - 150.0) / 400.0, "", change.foreignCpuShare());
    Expect.value(20.0 / 400.0, "", change.stealShare());
  }

  @Test
  void countsChildrenThatLive() {
    String text = "/proc/self/stat = %s\n/proc/77/stat = %s\n";
    var root = Capture.of(text.formatted(self(100, 10, 5, 1), self(40, 2, 0, 0)), folder);
    Expect.value(116L + 42L, HostState.read(root, List.of(77L, 78L)).ownTicks());
  }

  @Test
  void sharesStayWithinBounds() {
    HostState before = state("cpu 1000 0 0 1000 0 0 0 0 0 0", self(0, 0, 0, 0));
    // A child that ended in the window brings time from before it: more than the machine spent.
    HostState after = state("cpu 1010 0 0 1010 0 0 0 0 0 0", self(5, 0, 500, 0));
    Expect.value(0.0, "", after.since(before).foreignCpuShare());
    assertEquals(
        Reading.unsupported("no clock tick of 10 ms passed between the snapshots"),
        before.since(before).foreignCpuShare());
    Expect.reasonStarts("not supported:", before.since(after).stealShare());
  }

  @Test
  void readsAServer() {
    HostState state = HostState.read(Capture.machine("epyc-mi300x", folder));
    Expect.value(new CpuTicks(99100, 97500, 0), state.cpuTicks());
    Expect.value(400L, state.ownTicks());
    Expect.value(new LoadAverage(1.25, 0.80, 0.40, 3), state.load());
    Expect.value(1550000000L << 10, state.availableBytes());
    Expect.value(
        Map.of(
            "cpu", new Pressure(123456, 0.1),
            "io", new Pressure(777, 0),
            "memory", new Pressure(0, 0)),
        state.pressure());
    assertEquals(8, state.coreMegahertz().asOptional().orElseThrow().size());
    assertEquals(
        54.25, state.temperatures().asOptional().orElseThrow().get("k10temp@0000:00:18.3/temp1"));
    HostState.Change change = state.since(state);
    Expect.value(54.25, "°C", change.hottestCelsius());
    Expect.value(1500.0, "MHz", change.slowestMegahertz());
    Expect.value(Map.of("cpu", 0L, "io", 0L, "memory", 0L), change.stalledMicros());
    Expect.reasonStarts(
        "absent: no /sys/devices/system/cpu/cpu*/thermal_throttle", change.throttleEvents());
  }

  @Test
  void countsThrottlingBetweenSnapshots(@TempDir Path other) {
    HostState before = HostState.read(Capture.machine("intel-laptop", folder));
    Root later = Capture.machine("intel-laptop", other);
    Capture.of("/sys/devices/system/cpu/cpu3/thermal_throttle/core_throttle_count = 9\n", other);
    HostState after = HostState.read(later);
    Expect.value(7L, after.since(before).throttleEvents());
    Expect.reasonStarts("unreadable: the counters of", gone(before, after));
  }

  private static Reading<Long> gone(HostState before, HostState after) {
    HostState reset =
        new HostState(
            before.coreMegahertz(),
            before.temperatures(),
            Reading.of(Map.of("core", 0L, "package", 0L), "", "throttle"),
            before.cpuTicks(),
            before.ownTicks(),
            before.load(),
            before.availableBytes(),
            before.pressure());
    return reset.since(after).throttleEvents();
  }

  @Test
  void saysWhatAVirtualMachineLacks() {
    HostState state = HostState.read(Capture.machine("vm", folder));
    Expect.value(370L, state.ownTicks());
    Expect.value(113L, state.cpuTicks().map(CpuTicks::steal));
    Expect.reason(
        "absent: no frequency scaling (/sys/devices/system/cpu/cpufreq/policy*)",
        state.coreMegahertz());
    Expect.reason(
        "absent: no temperature in /sys/class/hwmon or /sys/class/thermal", state.temperatures());
    Expect.reason("absent: no /proc/pressure/cpu", state.pressure());
  }

  @Test
  void believesCpuinfosClockOnlyWhereCyclesAreCounted() {
    String info = "/proc/cpuinfo = processor: 0\\nflags: sse2 %s\\ncpu MHz: 3210.5\n";
    Expect.value(
        List.of(3210.5),
        HostState.read(Capture.of(info.formatted("aperfmperf"), folder)).coreMegahertz());
    Expect.reasonStarts(
        "absent:", HostState.read(Capture.of(info.formatted("tsc"), folder)).coreMegahertz());
  }

  @Test
  void nothingOfAHostileMachineIsBelieved() {
    HostState state = HostState.read(Capture.machine("hostile", folder));
    Expect.reasonStarts("unreadable: /proc/stat", state.cpuTicks());
    Expect.reasonStarts("unreadable: /proc/self/stat", state.ownTicks());
    Expect.reasonStarts("unreadable: /proc/loadavg", state.load());
    Expect.reasonStarts("unreadable:", state.availableBytes());
    Expect.reasonStarts("unreadable: /proc/pressure/cpu", state.pressure());
    assertTrue(!state.since(state).foreignCpuShare().isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cpu",
        "cpu 1 2 3",
        "cpu0 1 2 3 4 5 6 7 8",
        "cpu 1 2 3 4 5 6 7 -8",
        "cpu 9223372036854775807 1 1 1 1 1 1 1"
      })
  void refusesStatLinesThatAreNone(String text) {
    Expect.reasonStarts("unreadable:", CpuTicks.parse(text, "/proc/stat"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1 (x) S", "1 (x) S 1 1 1 1 1 1 1 1 1 1 x 1 1 1"})
  void refusesProcessLinesThatAreNone(String text) {
    Expect.reasonStarts("unreadable:", OwnTicks.parse(text, "/proc/self/stat"));
  }

  @Test
  void goesThroughJson() {
    HostState state = HostState.read(Capture.machine("epyc-mi300x", folder));
    JsonMapper mapper = new JsonMapper();
    assertEquals(state, mapper.readValue(mapper.writeValueAsString(state), HostState.class));
    HostState.Change change = state.since(state);
    assertEquals(
        change, mapper.readValue(mapper.writeValueAsString(change), HostState.Change.class));
  }
}
