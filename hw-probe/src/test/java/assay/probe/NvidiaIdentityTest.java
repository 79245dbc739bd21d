package assay.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Machine.AcceleratorDevice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An H200 in a bad slot, its files captured and its library a stand-in. */
class NvidiaIdentityTest {

  @TempDir private Path folder;

  private FakeNvml nvml;
  private Root root;

  @BeforeEach
  void unpack() throws Exception {
    nvml = FakeNvml.in(Files.createDirectory(folder.resolve("library")));
    root = Capture.machine("h200", Files.createDirectory(folder.resolve("machine")));
  }

  private AcceleratorDevice gpu(Machine machine) {
    return Expect.device(machine, FakeNvml.ADDRESS);
  }

  private static void detail(String expected, AcceleratorDevice gpu, String key) {
    Expect.value(expected, gpu.details().get(key));
  }

  @Test
  void tellsWhatAHealthyGpuIs() {
    Machine machine = nvml.probe(root);
    AcceleratorDevice gpu = gpu(machine);
    Expect.value("NVIDIA GH100 [H200 SXM 141GB]", gpu.name());
    Expect.value("0x2335", gpu.deviceId());
    Expect.value("0xa1", gpu.revision());
    Expect.value("nvidia", gpu.driver());
    Expect.value("2.5 GT/s x4 of 32 GT/s x16", gpu.link());
    detail("10de:18be", gpu, "subsystem");
    detail("580.95.05", gpu, "driver version");
    detail("13.0", gpu, "CUDA version");
    detail("NVIDIA H200", gpu, "product");
    detail("GPU-5f8a2c1e-0000-4000-8000-c0ffee000001", gpu, "unique id");
    detail("96.00.a5.00.01", gpu, "vbios");
    detail("580.95.05", gpu, "firmware");
    detail("9.0", gpu, "compute capability");
    detail("150754820096", gpu, "memory bytes");
    detail("on", gpu, "ECC");
    detail("off", gpu, "MIG");
    detail("shared by any number of processes", gpu, "compute mode");
    detail("on", gpu, "persistence");
    detail("700", gpu, "power limit");
    detail("700", gpu, "power limit default");
    detail("700", gpu, "power limit max");
    detail("1980", gpu, "clock max");
    detail("3201", gpu, "memory clock max");
    assertEquals("W", ((Reading.Present<String>) gpu.details().get("power limit")).unit());
    assertEquals(
        "NVIDIA GH100 [H200 SXM 141GB] at 0000:03:00.0 has a link of x4 where the device can do"
            + " x16: look at slot, riser and lane split.",
        machine.findings().getFirst());
    finding(machine, "0000:03:00.0");
  }

  @Test
  void showsItsStateAsSensors() {
    nvml.says("reasons 0x5", "field 4 2");
    Machine machine = nvml.probe(root);
    Machine.Sensor power = Expect.sensor(machine, "nvml@0000:03:00.0/power");
    Expect.value(121.0, "W", power.reading());
    Expect.value(700.0, "W", power.limit());
    Expect.value(118.0, "W", Expect.sensor(machine, "nvml@0000:03:00.0/power_mean").reading());
    Expect.value(5000.0, "J", Expect.sensor(machine, "nvml@0000:03:00.0/energy").reading());
    Expect.value(41.0, "°C", Expect.sensor(machine, "nvml@0000:03:00.0/temperature").reading());
    Expect.value(1980e6, "Hz", Expect.sensor(machine, "nvml@0000:03:00.0/clock").reading());
    Machine.Sensor reasons = Expect.sensor(machine, "nvml@0000:03:00.0/held_by");
    assertEquals("idle, power-cap", reasons.label());
    Expect.value(2.0, "", reasons.reading());
    Expect.value(2.0, "", Expect.sensor(machine, "nvml@0000:03:00.0/ecc_lost").reading());
  }

  @Test
  void listsTheInstancesOfACutGpu() {
    nvml.says("mig 1", "instances 2");
    Machine machine = nvml.probe(root);
    detail(
        "on: instance 7 NVIDIA H200 MIG 1g.18gb; instance 8 NVIDIA H200 MIG 1g.18gb",
        gpu(machine),
        "MIG");
    finding(machine, "is cut into instances (MIG)");
    nvml.says("mig 1", "mig-pending 0");
    detail("on, off after the next reset, no instance is visible", gpu(nvml.probe(root)), "MIG");
  }

  @Test
  void saysWhichSettingsCostSpeedOrKeepProgramsOut() {
    nvml.says("compute-mode 3", "limit 350000", "ecc 0", "ecc-pending 1");
    Machine machine = nvml.probe(root);
    detail("exclusive to one process", gpu(machine), "compute mode");
    detail("off, on after the next reset", gpu(machine), "ECC");
    finding(machine, "computes for one process at a time");
    finding(machine, "is limited to 350 W where 700 W are its default");
    finding(machine, "changes its ECC mode at the next reset");
    nvml.says("compute-mode 2");
    finding(nvml.probe(root), "lets no program compute");
    nvml.says("compute-mode 9");
    detail("unknown mode 9", gpu(nvml.probe(root)), "compute mode");
  }

  @Test
  void givesAReasonForEachValueThatTheGpuDoesNotState() {
    nvml.says(
        "error nvmlDeviceGetEccMode 3",
        "error nvmlDeviceGetVbiosVersion 4",
        "error nvmlDeviceGetMigMode 999");
    AcceleratorDevice gpu = gpu(nvml.probe(root));
    Expect.reason(
        "not supported: this GPU or its driver does not state it (nvmlDeviceGetEccMode)",
        gpu.details().get("ECC"));
    Expect.reason(
        "unreadable: nvmlDeviceGetMigMode failed with NVML's error 999", gpu.details().get("MIG"));
    // The kernel's own file states the VBIOS too.
    detail("96.00.a5.00.01", gpu, "vbios");
    detail("NVIDIA H200", gpu, "product");
  }

  @Test
  void aLostGpuIsAFinding() {
    nvml.says("error * 15");
    Machine machine = nvml.probe(root);
    Expect.reason(
        "unreadable: the GPU is lost: it has fallen off the bus and needs a reset or a reboot"
            + " (NVML)",
        gpu(machine).details().get("power limit"));
    finding(machine, "cannot be asked: the GPU is lost");
    assertTrue(
        ProbeText.render(machine).contains("CUDA version        13.0"),
        "what is the driver's own still stands");
  }

  @Test
  void versionsThatDoNotFitAreToldOnce() {
    nvml.says("error nvmlInit_v2 18");
    Machine machine = nvml.probe(root);
    AcceleratorDevice gpu = gpu(machine);
    detail("580.95.05", gpu, "driver version");
    Expect.reasonStarts(
        "unreadable: NVIDIA's kernel driver and its libraries are of different versions",
        gpu.details().get("power limit"));
    assertEquals(1, count(machine, "are of different versions"));
    String text = ProbeText.render(machine);
    assertTrue(
        text.contains("    CUDA version, ECC, MIG, clock max, compute capability, compute mode,"),
        text);
  }

  @Test
  void aNamedLibraryThatIsNotUsedIsSaid() throws Exception {
    nvml.says("error nvmlInit_v2 9");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    finding(
        nvml.probe(Root.at(empty)),
        "NVIDIA's management library does not answer: NVIDIA's kernel driver is not loaded");
    assertEquals(0, count(new Probe().probe(root), "management library"));
  }

  @Test
  void anOlderDriverAnswersWhatItKnows() {
    nvml = FakeNvml.in(folder.resolve("machine"), "-DOLD_DRIVER");
    Machine machine = nvml.probe(root);
    detail("150754820096", gpu(machine), "memory bytes");
    Expect.value(41.0, "°C", Expect.sensor(machine, "nvml@0000:03:00.0/temperature").reading());
    Expect.reason(
        "not supported: this driver's NVML has no nvmlDeviceGetFieldValues",
        Expect.sensor(machine, "nvml@0000:03:00.0/power").reading());
    Expect.value(118.0, "W", Expect.sensor(machine, "nvml@0000:03:00.0/power_mean").reading());
    Expect.value(5000.0, "J", Expect.sensor(machine, "nvml@0000:03:00.0/energy").reading());
  }

  @Test
  void aGpuWhoseBusIsHiddenIsListedByItsDriver() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    AcceleratorDevice gpu = gpu(nvml.probe(Root.at(empty)));
    Expect.value("NVIDIA H200", gpu.name());
    Expect.value("0x10de", gpu.vendorId());
    Expect.value("0x2335", gpu.deviceId());
    detail("10de:18be", gpu, "subsystem");
    detail("700", gpu, "power limit");
    Expect.reason("absent: the PCI bus does not show it", gpu.link());
    nvml.says("count 0");
    assertEquals(List.of(), nvml.probe(Root.at(empty)).devices());
  }

  private static void finding(Machine machine, String part) {
    assertEquals(1, count(machine, part), () -> part + " in " + machine.findings());
  }

  private static long count(Machine machine, String part) {
    return machine.findings().stream().filter(each -> each.contains(part)).count();
  }
}
