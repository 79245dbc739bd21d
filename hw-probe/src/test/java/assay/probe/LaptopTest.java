package assay.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Machine.AcceleratorDevice;
import assay.probe.Machine.CoreKind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hybrid cores, an NPU inside the processor, RAPL open to users, a battery, a control group. */
class LaptopTest {

  private Machine machine;

  @BeforeEach
  void probe(@TempDir Path folder) {
    machine = new Probe().probe(Capture.machine("intel-laptop", folder));
  }

  @Test
  void tellsCoreKindsApartFastestFirst() {
    assertEquals(
        List.of("P-core 4 0-3", "E-core 2 4-5", "LP E-core 1 6"),
        machine.cpu().kinds().stream()
            .map(k -> k.name() + " " + k.count() + " " + k.cores())
            .toList());
    CoreKind slowest = machine.cpu().kinds().getLast();
    Expect.value(2500.0, "MHz", slowest.maxMegahertz());
    Expect.value(5, machine.cpu().physicalCores());
    Expect.value(256, machine.cpu().vectorBits());
    assertTrue(machine.cpu().isa().asOptional().orElseThrow().contains("avx_vnni"));
  }

  @Test
  void keepsCacheGeometriesApart() {
    assertEquals(
        List.of(
            "L1 49152 x2 12-way",
            "L1 32768 x3 8-way",
            "L2 2097152 x3 16-way",
            "L2 2097152 x1 16-way",
            "L3 25165824 x1 12-way"),
        machine.caches().stream()
            .map(c ->
                "L%d %d x%d %d-way"
                    .formatted(c.level(), c.bytes(), c.instances(), c.ways().asOptional().get()))
            .toList());
  }

  @Test
  void findsTheNpuByClassTableAndNode() {
    AcceleratorDevice npu = Expect.device(machine, "0000:00:0b.0");
    assertEquals("npu", npu.kind());
    Expect.value("Intel NPU (Meteor Lake, Arrow Lake-H/U)", npu.name());
    assertEquals(List.of("/dev/accel/accel0"), npu.nodes());
    Expect.value("HW", npu.details().get("scheduler"));
    Expect.reason(
        "not supported: /sys/bus/pci/devices/0000:00:0b.0/current_link_width is 0, as on devices"
            + " inside the processor",
        npu.link());
    Expect.reason("not supported: firmware states no NUMA node for 0000:00:0b.0", npu.numaNode());
    Expect.value(1.4e9, "Hz", Expect.sensor(machine, "accel0/frequency").reading());
    Expect.value(1.25, "s", Expect.sensor(machine, "accel0/busy_time").reading());
  }

  @Test
  void readsEnergyCountersWithScopeAndWrap() {
    Expect.value(123456.789012, "J", Expect.sensor(machine, "rapl/package-0").reading());
    Expect.value(262143.32885, "J", Expect.sensor(machine, "rapl/package-0").limit());
    assertEquals("core", Expect.sensor(machine, "rapl/package-0/core").scope());
    assertEquals("platform", Expect.sensor(machine, "rapl/psys").scope());
    Expect.reason(
        "absent: no /sys/class/powercap/intel-rapl:1/max_energy_range_uj",
        Expect.sensor(machine, "rapl/psys").limit());
  }

  @Test
  void warnsOfEnergyThatMustNotBeAdded() {
    assertTrue(
        machine
            .findings()
            .contains(
                "rapl-mmio/package-0 counts the same energy as rapl/package-0: use one of them."));
    assertTrue(
        machine.findings().contains("rapl/psys already contains the packages: don't add them."));
  }

  @Test
  void readsTheBatteryAndNotTheMouse() {
    Expect.value(17.1, "W", Expect.sensor(machine, "battery/BAT0/power").reading());
    Expect.value(144e3, "J", Expect.sensor(machine, "battery/BAT0/energy").reading());
    Expect.value(250.2e3, "J", Expect.sensor(machine, "battery/BAT0/energy").limit());
    Expect.value(57.0, "%", Expect.sensor(machine, "battery/BAT0/charge").reading());
    assertEquals("Discharging", Expect.sensor(machine, "battery/BAT0/charge").label());
    assertEquals(0, machine.sensors().stream().filter(s -> s.id().contains("hidpp")).count());
  }

  @Test
  void countsThrottlingOfAPackageOnce() {
    Expect.value(14.0, "", Expect.sensor(machine, "throttle/core").reading());
    Expect.value(11.0, "", Expect.sensor(machine, "throttle/package").reading());
  }

  @Test
  void readsThermalZonesTheirLimitsAndFaults() {
    Expect.value(61.0, "°C", Expect.sensor(machine, "thermal/x86_pkg_temp").reading());
    Expect.value(110.0, "°C", Expect.sensor(machine, "thermal/x86_pkg_temp").limit());
    Expect.value(3.0, "", Expect.sensor(machine, "cooling/Processor").reading());
    assertEquals("core", Expect.sensor(machine, "coretemp/temp2").scope());
    Expect.value(2710.0, "RPM", Expect.sensor(machine, "dell_ddv/fan1").reading());
    Expect.reasonStarts(
        "not supported: the driver reports", Expect.sensor(machine, "dell_ddv/temp4").reading());
  }

  @Test
  void takesTheTightestLimitOfTheControlGroups() {
    Expect.value(2.5, "cores", machine.cpu().quotaCores());
    Expect.value(8L << 30, machine.memory().limitBytes());
  }
}
