package assay.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines that say little: a small virtual machine and an empty folder. */
class EmptyMachineTest {

  @TempDir private Path folder;

  @Test
  void givesTheReasonForEachSensorFamilyOfAVirtualMachine() {
    Machine vm = new Probe().probe(Capture.machine("vm", folder));
    Map<String, String> reasons = new TreeMap<>();
    for (Machine.Sensor sensor : vm.sensors()) {
      assertFalse(sensor.reading().isPresent(), sensor.id());
      reasons.put(sensor.id(), ((Reading.Unavailable<Double>) sensor.reading()).reason());
    }
    assertEquals(
        Map.of(
            "rapl", "absent: no /sys/class/powercap",
            "hwmon", "absent: no /sys/class/hwmon",
            "battery", "absent: /sys/class/power_supply lists no battery",
            "thermal", "absent: /sys/class/thermal lists no thermal zone",
            "cpufreq", "absent: no frequency scaling (/sys/devices/system/cpu/cpufreq/policy*)",
            "throttle",
                "absent: no /sys/devices/system/cpu/cpu*/thermal_throttle, which only Intel"
                    + " processors have",
            "edac", "absent: no /sys/devices/system/edac/mc"),
        reasons);
  }

  @Test
  void recognisesHypervisorAndContainer() {
    Machine vm = new Probe().probe(Capture.machine("vm", folder));
    Expect.value("KVM", vm.host().virtualisation());
    Expect.value("docker", vm.host().container());
    Expect.reason(
        "absent: neither SMBIOS (/sys/class/dmi/id/) nor a device tree names the product",
        vm.host().model());
    Expect.reason("absent: no memory limit is set", vm.memory().limitBytes());
    Expect.reason(
        "absent: no frequency scaling (/sys/devices/system/cpu/cpufreq/policy*)",
        vm.cpu().maxMegahertz());
    Expect.value(2, vm.cpu().physicalCores());
    assertEquals(1, vm.caches().getLast().instances());
    assertTrue(vm.devices().isEmpty(), "a host bridge is no accelerator");
  }

  @Test
  void believesTheHypervisorFlagWhereNothingElseTells() {
    Root root = Capture.of("/proc/cpuinfo = processor: 0\\nflags: sse2 hypervisor\\n", folder);
    Expect.value("hypervisor of unknown kind", new Probe().probe(root).host().virtualisation());
  }

  @Test
  void anEmptyFolderHasReasonsAndNothingOfTheMachineWeRunOn() {
    Machine nothing = new Probe().probe(Root.at(folder));
    Expect.reason("absent: no /proc/cpuinfo", nothing.cpu().name());
    Expect.reason("absent: no /proc/cpuinfo", nothing.cpu().isa());
    Expect.reason("absent: no /proc/cpuinfo", nothing.cpu().architecture());
    Expect.reason("absent: no /proc/meminfo", nothing.memory().totalBytes());
    Expect.reason("absent: no /etc/os-release", nothing.host().os());
    Expect.reasonStarts("not supported:", nothing.host().virtualisation());
    assertFalse(nothing.cpu().logicalCores().isPresent());
    assertTrue(nothing.cpu().kinds().isEmpty());
    assertTrue(nothing.caches().isEmpty());
    assertTrue(nothing.numa().isEmpty());
    assertTrue(nothing.devices().isEmpty());
    assertFalse(MachineJson.write(nothing).contains("OSHI"));
  }
}
