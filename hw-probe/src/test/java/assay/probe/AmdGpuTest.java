package assay.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.probe.Machine.AcceleratorDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An MI300X, and tables of other chips in its place. */
class AmdGpuTest {

  private static final String ADDRESS = "0000:05:00.0";

  @TempDir private Path folder;

  private Root root;

  @BeforeEach
  void unpack() {
    root = Capture.machine("epyc-mi300x", folder);
  }

  private GpuState read() {
    return GpuState.read(root, Reading.absent("no NVML here"), ADDRESS);
  }

  /** A table of amdgpu, all ones where nothing is set, as its driver begins one. */
  private static final class Table {

    private final ByteBuffer bytes;

    Table(int size, int format, int content) {
      bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
      java.util.Arrays.fill(bytes.array(), (byte) 0xff);
      bytes.putShort(0, (short) size).put(2, (byte) format).put(3, (byte) content);
    }

    Table wide(int at, long value) {
      bytes.putLong(at, value);
      return this;
    }

    Table integer(int at, int value) {
      bytes.putInt(at, value);
      return this;
    }
  }

  private GpuState with(Table table) throws IOException {
    Files.write(
        folder.resolve("sys/bus/pci/devices/" + ADDRESS + "/gpu_metrics"), table.bytes.array());
    return read();
  }

  @Test
  void tellsWhatTheGpuIs() {
    AcceleratorDevice gpu = Expect.device(new Probe().probe(root), ADDRESS);
    Expect.value("1002:74a1", gpu.details().get("subsystem"));
    Expect.value("113-M3000100-102", gpu.details().get("vbios"));
    Expect.value("6.12.12", gpu.details().get("driver version"));
    Expect.value("SPX", gpu.details().get("compute partition"));
    Expect.value("NPS1", gpu.details().get("memory partition"));
    Expect.value("600", gpu.details().get("power limit"));
    Expect.value("750", gpu.details().get("power limit default"));
    Expect.value("2100", gpu.details().get("clock max"));
    Expect.value("1300", gpu.details().get("memory clock max"));
    AcceleratorDevice other = Expect.device(new Probe().probe(root), "0000:c6:00.0");
    Expect.reasonStarts("absent: no /sys/bus/pci", other.details().get("compute partition"));
    Expect.reasonStarts("absent: no sensors in", other.details().get("power limit"));
  }

  @Test
  void readsFilesOfTheDriver() {
    GpuState state = read();
    Expect.value(132, "MHz", state.coreMegahertz());
    Expect.value(900, "MHz", state.memoryMegahertz());
    Expect.value(41, "°C", state.celsius());
    Expect.value(600, "W", state.powerLimitWatts());
    Expect.value(131, "W", state.watts());
    Expect.reasonStarts("absent:", state.averageWatts());
    Expect.value(6L, state.correctedErrors());
    Expect.value(1L, state.uncorrectedErrors());
    Expect.reasonStarts("absent: no /sys/bus/pci", state.joules());
    Expect.reasonStarts("absent: no /sys/bus/pci", state.since(state).throttles());
  }

  /** gpu_metrics 1.7 counts cycles in all and those spent held down. */
  @Test
  void instinctCountsThrottledCycles() throws Exception {
    Table table = new Table(1000, 1, 7).wide(24, 10L << 16);
    GpuState before = with(table.integer(40, 1000).integer(48, 50).integer(60, 7));
    GpuState after =
        with(table.wide(24, 25L << 16).integer(40, 3000).integer(48, 550).integer(60, 7));
    GpuState.Change change = after.since(before);
    Expect.value(15, "J", change.joules());
    Expect.value(Set.of(ClockReason.POWER_CAP), change.throttles());
    assertEquals(
        0.25, change.throttledShare().asOptional().orElseThrow().get(ClockReason.POWER_CAP));
    Expect.reason(
        "not supported: gpu_metrics 1.7 has no throttle status that is the same on every chip",
        change.seen());
  }

  /** gpu_metrics 1.3 has bits in four groups, of which any says throttled. */
  @Test
  void radeonSaysWhatHoldsItNow() throws Exception {
    Expect.value(Set.of(), with(new Table(120, 1, 3).wide(112, 0)).reasons());
    GpuState state = with(new Table(120, 1, 3).wide(112, 1L << 36 | 1L << 17 | 1));
    assertEquals(
        Set.of(ClockReason.POWER_CAP, ClockReason.CURRENT_CAP, ClockReason.HARDWARE_THERMAL),
        state.since(state).throttles().asOptional().orElseThrow());
    Expect.value(
        Set.of(ClockReason.OTHER), with(new Table(152, 2, 3).wide(120, 1L << 57)).reasons());
  }

  @Test
  void unknownAndUnfilledTablesAreNotBelieved() throws Exception {
    Expect.reasonStarts(
        "not supported: gpu_metrics 1.6 has no", with(new Table(500, 1, 6)).joules());
    Expect.reasonStarts(
        "not supported: this chip does not fill the counter of energy",
        with(new Table(120, 1, 3)).joules());
    Expect.reasonStarts(
        "not supported: the counter of energy", with(new Table(120, 1, 3).wide(24, 0)).joules());
    Expect.reasonStarts(
        "not supported: this chip does not fill", with(new Table(500, 1, 7)).throttled());
    Table cut = new Table(40, 1, 7);
    Expect.reasonStarts("not supported: gpu_metrics 1.7", with(cut).throttled());
    cut.bytes.putShort(0, (short) 400);
    Expect.reasonStarts("unreadable:", with(cut).joules());
  }
}
