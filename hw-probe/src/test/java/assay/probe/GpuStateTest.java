package assay.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.GpuState.Change;
import assay.probe.nvml.Nvml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** An NVIDIA GPU at both ends of a window. */
class GpuStateTest {

  @TempDir private Path folder;

  private FakeNvml nvml;
  private Reading<Nvml> open;
  private Root root;

  @BeforeEach
  void open() throws Exception {
    nvml = FakeNvml.in(Files.createDirectory(folder.resolve("library")));
    root = Root.at(Files.createDirectory(folder.resolve("machine")));
    open = nvml.open();
  }

  private GpuState read(String... script) {
    nvml.says(script);
    return GpuState.read(root, open, FakeNvml.ADDRESS);
  }

  private Change between(GpuState before, GpuState after) {
    return after.since(before);
  }

  @Test
  void readsAHealthyGpu() {
    GpuState state = read();
    Expect.value(1980, "MHz", state.coreMegahertz());
    Expect.value(3201, "MHz", state.memoryMegahertz());
    Expect.value(41, "°C", state.celsius());
    Expect.value(700, "W", state.powerLimitWatts());
    Expect.value(121, "W", state.watts());
    Expect.value(118, "W", state.averageWatts());
    Expect.value(5000, "J", state.joules());
    Expect.value(Set.of(), state.reasons());
    Expect.value(0L, state.correctedErrors());
    Change change = between(state, read("field 83 5350000", "clock 1755", "celsius 63"));
    Expect.value(Set.of(), change.throttles());
    Expect.value(1755, "MHz", change.slowestMegahertz());
    Expect.value(63, "°C", change.hottestCelsius());
    Expect.value(350, "J", change.joules());
    Expect.value(0L, change.uncorrectedErrors());
    assertTrue(change.seconds() > 0);
  }

  /** A counter sees what happened between two looks, and a bit may tell of what is long over. */
  @Test
  void countersGoBeforeBits() {
    GpuState before = read("field 74 1000", "reasons 0x20");
    Change change = between(before, read("field 74 901000", "reasons 0x20"));
    assertEquals(Set.of(ClockReason.POWER_CAP), change.throttles().asOptional().orElseThrow());
    double share = change.throttledShare().asOptional().orElseThrow().get(ClockReason.POWER_CAP);
    assertEquals(Math.min(1, 900e-6 / change.seconds()), share, 1e-9);
  }

  /** Some drivers have a setting of power smoothing where others count heat. */
  @Test
  void aSettingThatStandsWhereACounterWasIsNoHeat() {
    GpuState before = read("field 269 1", "type 269 1");
    Change change = between(before, read("field 269 4000000", "type 269 1"));
    Expect.value(Set.of(), change.throttles());
  }

  @Test
  void aReasonWithoutACounterIsSeenAtTheEnds() {
    Change before = between(read("reasons 0x8"), read());
    assertEquals(
        Set.of(ClockReason.HARDWARE_SLOWDOWN), before.throttles().asOptional().orElseThrow());
    String[] none = {"field 74 -3", "field 269 -3", "field 270 -3", "field 271 -3"};
    GpuState first = read(none);
    nvml.says("field 74 -3", "field 269 -3", "field 270 -3", "field 271 -3", "reasons 0xe4");
    Change after = between(first, GpuState.read(root, open, FakeNvml.ADDRESS));
    assertEquals(
        Set.of(
            ClockReason.POWER_CAP,
            ClockReason.SOFTWARE_THERMAL,
            ClockReason.HARDWARE_THERMAL,
            ClockReason.POWER_BRAKE),
        after.throttles().asOptional().orElseThrow());
    Expect.reason(
        "not supported: this GPU or its driver does not state it (field 74 of NVML)",
        after.throttledShare());
  }

  @Test
  void idleAndTheUsersClocksAreNoThrottling() {
    Change change = between(read("reasons 0x113"), read("reasons 0x113", "clock 345"));
    Expect.value(Set.of(), change.throttles());
    Expect.reason(
        "not supported: the GPU was idle at both ends of the window", change.slowestMegahertz());
    // Idle at its end only: the clock of its start is the one that worked.
    Expect.value(1980, "MHz", between(read(), read("reasons 0x1", "clock 345")).slowestMegahertz());
  }

  @Test
  void countersThatGoBackSayNothing() {
    Change change = between(read("field 83 900", "field 4 5"), read("field 83 100", "field 4 0"));
    Expect.reasonStarts("unreadable: the counter field 83 of NVML went back", change.joules());
    Expect.reasonStarts("unreadable:", change.uncorrectedErrors());
  }

  @Test
  void aGpuThatStatesNothingHasAReasonForAll() {
    for (int code : new int[] {3, 15}) {
      GpuState state = read("error * " + code);
      Change change = between(state, state);
      String kind = code == 3 ? "not supported:" : "unreadable: the GPU is lost";
      Expect.reasonStarts(kind, state.coreMegahertz());
      Expect.reasonStarts(kind, state.joules());
      Expect.reasonStarts(kind, change.throttles());
      Expect.reasonStarts(kind, change.slowestMegahertz());
      Expect.reasonStarts(kind, change.correctedErrors());
    }
  }

  @Test
  void aDeviceThatNobodyKnowsHasAReason() {
    GpuState state = GpuState.read(root, open, "0000:99:00.0");
    Expect.reason(
        "not supported: by neither PCI nor NVML is 0000:99:00.0 a GPU of NVIDIA or AMD, which alone"
            + " tell their state",
        state.watts());
  }

  @Test
  void anOlderDriverTellsByBits() {
    FakeNvml old = FakeNvml.in(folder.resolve("machine"), "-DOLD_DRIVER");
    Reading<Nvml> older = old.open();
    old.says("reasons 0x40");
    GpuState state = GpuState.read(root, older, FakeNvml.ADDRESS);
    assertEquals(
        Set.of(ClockReason.HARDWARE_THERMAL),
        state.since(state).throttles().asOptional().orElseThrow());
    Expect.value(5000, "J", state.joules());
    assertTrue(((Reading.Present<Double>) state.averageWatts()).source().contains("mean of 1 s"));
    Expect.reasonStarts(
        "not supported: this driver's NVML has no nvmlDeviceGetFieldValues", state.watts());
  }

  @Test
  void impossibleNumbersAreRefused() {
    GpuState state = read("celsius -5000", "clock 4000000000", "field 74 -3");
    Expect.reasonStarts("unreadable: NVML holds -5000", state.celsius());
    Expect.reasonStarts("unreadable:", state.coreMegahertz());
  }

  @Test
  void goesThroughJson() {
    GpuState state = read("reasons 0x4");
    JsonMapper mapper = new JsonMapper();
    assertEquals(state, mapper.readValue(mapper.writeValueAsString(state), GpuState.class));
  }
}
