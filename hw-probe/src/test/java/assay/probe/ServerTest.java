package assay.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Machine.AcceleratorDevice;
import assay.probe.Machine.Cache;
import assay.probe.Machine.Sensor;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two EPYC sockets, two MI300X, a BMC's screen, RAPL that only root may read. */
class ServerTest {

  private Machine machine;

  @BeforeEach
  void probe(@TempDir Path folder) {
    machine = new Probe().probe(Capture.machine("epyc-mi300x", folder));
  }

  @Test
  void identifiesTheProcessor() {
    Machine.Cpu cpu = machine.cpu();
    Expect.value("x86_64", cpu.architecture());
    Expect.value("AuthenticAMD", cpu.vendor());
    Expect.value("AMD EPYC 9654 96-Core Processor", cpu.name());
    Expect.value("25", cpu.family());
    Expect.value("17", cpu.model());
    Expect.value("1", cpu.stepping());
    Expect.value("0xa101148", cpu.microcode());
    Expect.value(512, cpu.vectorBits());
    Expect.value("performance", cpu.governor());
    Expect.value("on", cpu.boost());
    Expect.value(3707.812, "MHz", cpu.maxMegahertz());
    List<String> isa = cpu.isa().asOptional().orElseThrow();
    assertTrue(isa.containsAll(List.of("avx2", "fma", "f16c", "avx512_vnni", "avx512_bf16")));
    assertFalse(isa.contains("amx_tile"));
    assertFalse(isa.contains("fpu"), "flags that no kernel asks for are left out");
  }

  @Test
  void countsCoresPackagesAndThreads() {
    Expect.value(8, machine.cpu().logicalCores());
    Expect.value(4, machine.cpu().physicalCores());
    Expect.value(2, machine.cpu().packages());
    assertEquals(1, machine.cpu().kinds().size());
  }

  @Test
  void countsEachSharedCacheOnce() {
    assertEquals(3, machine.caches().size());
    Cache first = machine.caches().get(0);
    assertEquals(4, first.instances());
    assertEquals(32 << 10, first.bytes());
    Expect.value("0,4", first.sharedBy());
    Cache last = machine.caches().get(2);
    assertEquals(3, last.level());
    assertEquals("Unified", last.type());
    assertEquals(32 << 20, last.bytes());
    assertEquals(2, last.instances());
    Expect.value("0-1,4-5", last.sharedBy());
    Expect.value(64, last.lineBytes());
    Expect.value(16, last.ways());
  }

  @Test
  void listsNumaNodesWithDistances() {
    assertEquals(2, machine.numa().size());
    assertEquals("2-3,6-7", machine.numa().get(1).cores());
    Expect.value(792600576L << 10, machine.numa().get(1).bytes());
    Expect.value(List.of(32, 10), machine.numa().get(1).distances());
    Expect.value(1585083392L << 10, machine.memory().totalBytes());
    Expect.value("madvise", machine.memory().transparentHugePages());
    Expect.reason("absent: no memory limit is set", machine.memory().limitBytes());
  }

  @Test
  void listsAcceleratorsAndNotBridgesOrNetworkCards() {
    assertEquals(
        List.of("0000:05:00.0", "0000:c6:00.0", "0000:e4:00.0"),
        machine.devices().stream().map(d -> d.address().asOptional().orElseThrow()).toList());
    AcceleratorDevice gpu = Expect.device(machine, "0000:05:00.0");
    assertEquals("gpu", gpu.kind());
    Expect.value("AMD Aqua Vanjaram [Instinct MI300X]", gpu.name());
    Expect.value("0x1002", gpu.vendorId());
    Expect.value("0x74a1", gpu.deviceId());
    Expect.value("0x00", gpu.revision());
    Expect.value("amdgpu", gpu.driver());
    Expect.value("32 GT/s x16", gpu.link());
    Expect.value(0, gpu.numaNode());
    assertEquals(List.of("/dev/dri/card1", "/dev/dri/renderD128"), gpu.nodes());
    Expect.value("206141652992", gpu.details().get("memory bytes"));
    Expect.value("0x3a8f0e2c11d7b964", gpu.details().get("unique id"));
    assertEquals("display", Expect.device(machine, "0000:e4:00.0").kind());
  }

  @Test
  void reportsTheNarrowSlot() {
    Expect.value("16 GT/s x4 of 32 GT/s x16", Expect.device(machine, "0000:c6:00.0").link());
    assertEquals(
        List.of(
            "AMD Aqua Vanjaram [Instinct MI300X] at 0000:c6:00.0 has a link of x4 where the device"
                + " can do x16: look at slot, riser and lane split.",
            "AMD Aqua Vanjaram [Instinct MI300X] at 0000:05:00.0 is limited to 600 W where 750 W are"
                + " its default: its speed is that of the limit."),
        machine.findings());
  }

  @Test
  void saysThatEnergyIsKeptForRoot() {
    Sensor rapl = Expect.sensor(machine, "rapl/package-1");
    assertEquals("energy", rapl.quantity());
    assertEquals("package", rapl.scope());
    Expect.reasonStarts(
        "no permission: /sys/class/powercap/intel-rapl:1/energy_uj may not be read by this user",
        rapl.reading());
    Expect.value(65532.610987, "J", rapl.limit());
  }

  @Test
  void readsSensorsInSiUnitsUnderStableNames() {
    Expect.value(54.25, "°C", Expect.sensor(machine, "k10temp@0000:00:18.3/temp1").reading());
    Sensor power = Expect.sensor(machine, "amdgpu@0000:c6:00.0/power1");
    Expect.value(129.5, "W", power.reading());
    Expect.value(750.0, "W", power.limit());
    assertEquals("device", power.scope());
    assertEquals("PPT", power.label());
    Expect.value(132e6, "Hz", Expect.sensor(machine, "amdgpu@0000:05:00.0/freq1").reading());
    Expect.value(100.0, "°C", Expect.sensor(machine, "amdgpu@0000:05:00.0/temp2").limit());
    Expect.value(3.0, "", Expect.sensor(machine, "edac/mc0/ce_count").reading());
    Expect.value(1.5e9, "Hz", Expect.sensor(machine, "cpufreq/slowest").reading());
    Expect.value(3.7e9, "Hz", Expect.sensor(machine, "cpufreq/fastest").reading());
    Expect.value(37.0, "%", Expect.sensor(machine, "drm/card1/busy").reading());
    Expect.reason(
        "absent: no /sys/devices/system/cpu/cpu*/thermal_throttle, which only Intel processors have",
        Expect.sensor(machine, "throttle").reading());
  }

  @Test
  void keepsOnlyKernelOptionsThatChangeTiming() {
    Expect.value("iommu=pt mitigations=off", machine.host().commandLine());
    assertFalse(MachineJson.write(machine).contains("s3cret"));
  }

  @Test
  void describesTheHost() {
    Expect.value("Supermicro AS -8125GS-TNMR2", machine.host().model());
    Expect.value(
        "American Megatrends International, LLC. 3.1 11/04/2024", machine.host().firmware());
    Expect.value("Ubuntu 24.04.2 LTS", machine.host().os());
    Expect.value("6.8.0-60-generic #63-Ubuntu SMP PREEMPT_DYNAMIC", machine.host().kernel());
    Expect.value("none", machine.host().virtualisation());
    Expect.value("none", machine.host().container());
    Expect.value(
        List.of(
            "meltdown: Not affected", "spectre_v2: Vulnerable; IBPB: disabled; STIBP: disabled"),
        machine.host().mitigations());
  }
}
