package assay.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Machine.AcceleratorDevice;
import assay.probe.Machine.Cache;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ARM and RISC-V boards: device tree instead of SMBIOS, chips on the system's own bus, rails. */
class BoardsTest {

  @TempDir private Path folder;

  private Machine probe(String name) {
    return new Probe().probe(Capture.machine(name, folder));
  }

  @Test
  void identifiesAJetsonFromItsDeviceTree() {
    Machine jetson = probe("jetson-orin");
    Expect.value(
        "NVIDIA Jetson Orin NX Engineering Reference Developer Kit", jetson.host().model());
    Expect.value("isolcpus=3", jetson.host().commandLine());
    Expect.value("aarch64", jetson.cpu().architecture());
    Expect.value("Arm", jetson.cpu().vendor());
    Expect.value("Cortex-A78AE", jetson.cpu().name());
    Expect.value("r0p1", jetson.cpu().stepping());
    Expect.value("0xd42", jetson.cpu().model());
    Expect.value(128, jetson.cpu().vectorBits());
    Expect.value(
        List.of("asimd", "fphp", "asimdhp", "asimdrdm", "asimddp", "atomics"), jetson.cpu().isa());
    Expect.value("performance x1, schedutil x1", jetson.cpu().governor());
    Expect.value("none", jetson.host().virtualisation());
    assertTrue(jetson.caches().isEmpty());
    assertEquals(
        List.of("Cache sizes are not stated: no usable /sys/devices/system/cpu/cpu*/cache."),
        jetson.findings());
  }

  @Test
  void findsTheJetsonsAcceleratorsOnThePlatformBus() {
    Machine jetson = probe("jetson-orin");
    assertEquals(2, jetson.devices().size());
    AcceleratorDevice dla = Expect.device(jetson, "/bus@0/host1x@13e00000/nvdla0@15880000");
    assertEquals("npu", dla.kind());
    Expect.value("NVIDIA DLA (tegra234)", dla.name());
    Expect.value("nvdla", dla.driver());
    Expect.reason("absent: not a PCI device", dla.link());
    assertEquals("gpu", Expect.device(jetson, "/bus@0/gpu@17000000").kind());
  }

  @Test
  void multipliesVoltageAndCurrentOfEachRail() {
    Machine jetson = probe("jetson-orin");
    Machine.Sensor in = Expect.sensor(jetson, "ina3221/rail1");
    Expect.value(4.984 * 1.264, "W", in.reading());
    assertEquals("VDD_IN", in.label());
    assertEquals("module", in.scope());
    assertEquals("rail", Expect.sensor(jetson, "ina3221/rail2").scope());
    Expect.value(4.976 * 0.256, "W", Expect.sensor(jetson, "ina3221/rail2").reading());
    Expect.reason(
        "absent: no /sys/class/hwmon/hwmon1/curr3_input",
        Expect.sensor(jetson, "ina3221/rail3").reading());
    assertTrue(
        jetson.sensors().stream().noneMatch(s -> s.id().equals("ina3221/curr4")),
        "input 4 is a sum over shunts, not a rail");
  }

  @Test
  void readsARaspberryWithAnAcceleratorOnOneLane() {
    Machine pi = probe("raspberry");
    Expect.value("Cortex-A76", pi.cpu().name());
    Expect.value("0xd0b", pi.cpu().model());
    Expect.value("r4p1", pi.cpu().stepping());
    Expect.value("ondemand", pi.cpu().governor());
    Expect.value(2400.0, "MHz", pi.cpu().maxMegahertz());
    AcceleratorDevice hailo = Expect.device(pi, "0001:01:00.0");
    assertEquals("npu", hailo.kind());
    Expect.value("Hailo-8 AI Processor", hailo.name());
    Expect.value("5 GT/s x1 of 8 GT/s x4", hailo.link());
    assertEquals(List.of("/dev/hailo0"), hailo.nodes());
    AcceleratorDevice v3d = Expect.device(pi, "/axi/v3d@2000000");
    Expect.value("Broadcom V3D (2712)", v3d.name());
    assertEquals(List.of("/dev/dri/card0", "/dev/dri/renderD128"), v3d.nodes());
    Expect.value(1.465, "V", Expect.sensor(pi, "rp1_adc/in1").reading());
  }

  @Test
  void countsCachesOfARaspberryWithoutSharingLists() {
    List<Cache> caches = probe("raspberry").caches();
    assertEquals(2, caches.size());
    assertEquals(4, caches.get(0).instances(), "without a list each core has its own");
    Expect.reason(
        "absent: no /sys/devices/system/cpu/cpu0/cache/index0/shared_cpu_list",
        caches.get(0).sharedBy());
    assertEquals(1, caches.get(1).instances());
  }

  @Test
  void saysWhyARaspberryHasNoEnergyCounter() {
    Machine pi = probe("raspberry");
    Expect.reason("absent: no /sys/class/powercap", Expect.sensor(pi, "rapl").reading());
    Expect.reason("absent: no /sys/devices/system/cpu/cpufreq/boost", pi.cpu().boost());
    Expect.reasonStarts("absent: no /sys/devices/system/cpu/cpu0/topology/", pi.cpu().packages());
  }

  @Test
  void readsARiscvBoardAndPromisesNoMoreVectorThanItsIsaLine() {
    Machine board = probe("riscv");
    Expect.value("spacemit k1-x bit-brick board", board.host().model());
    Expect.value("riscv64", board.cpu().architecture());
    Expect.value("0x710", board.cpu().vendor());
    Expect.value("Spacemit(R) X60", board.cpu().name());
    Expect.value(8, board.cpu().logicalCores());
    Expect.value(128, board.cpu().vectorBits());
    List<String> isa = board.cpu().isa().asOptional().orElseThrow();
    assertEquals(List.of("i", "m", "a", "f", "d", "c", "v"), isa.subList(0, 7));
    assertTrue(isa.containsAll(List.of("zfh", "zvfh", "zba", "zicond")), isa.toString());
    assertEquals(List.of(), board.devices());
    assertTrue(board.caches().isEmpty());
  }
}
