package assay.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that lie, loop, overflow or hold binary data. */
class HostileMachineTest {

  @TempDir private Path folder;

  @Test
  void answersWithReasons() {
    Machine machine = new Probe().probe(Capture.machine("hostile", folder));
    Expect.reason("unreadable: /etc/os-release holds binary data, not text", machine.host().os());
    Expect.reasonStarts("unreadable: /proc/sys/kernel/osrelease (", machine.host().kernel());
    Expect.reason(
        "unreadable: /proc/meminfo says MemTotal is -5 kB", machine.memory().totalBytes());
    Expect.reason(
        "unreadable: /proc/meminfo holds \"lots\", not a whole number",
        machine.memory().availableBytes());
    Expect.reason(
        "unreadable: /sys/devices/system/cpu/cpufreq/boost holds 7, not 0 or 1",
        machine.cpu().boost());
    Expect.reason(
        "unreadable: /sys/devices/system/cpu/vulnerabilities is a file, not a folder",
        machine.host().mitigations());
    Expect.reasonStarts("unreadable:", machine.cpu().architecture());
    assertFalse(machine.cpu().logicalCores().isPresent());
  }

  @Test
  void refusesImpossibleSensorValues() {
    Machine machine = new Probe().probe(Capture.machine("hostile", folder));
    Expect.reason(
        "unreadable: /sys/class/powercap/intel-rapl:0/energy_uj holds -1.0, which is no possible"
            + " energy",
        Expect.sensor(machine, "rapl/package-0").reading());
    Expect.reason(
        "unreadable: /sys/class/power_supply/BAT0/capacity holds 101, not a percentage",
        Expect.sensor(machine, "battery/BAT0/charge").reading());
    Expect.reason(
        "unreadable: /sys/devices/system/edac/mc/mc0/ce_count holds -3, not a count",
        Expect.sensor(machine, "edac/mc0/ce_count").reading());
    Expect.reason(
        "not supported: /sys/class/thermal/thermal_zone0/temp is empty",
        Expect.sensor(machine, "thermal/unnamed").reading());
    assertEquals(
        List.of(),
        machine.sensors().stream().filter(sensor -> sensor.reading().isPresent()).toList());
  }

  @Test
  void keepsADeviceWhoseClassAloneIsReadable() {
    Machine machine = new Probe().probe(Capture.machine("hostile", folder));
    Machine.AcceleratorDevice gpu = Expect.device(machine, "0000:02:00.0");
    assertEquals("gpu", gpu.kind());
    Expect.value("0x10de", gpu.vendorId());
    Expect.reasonStarts("unreadable:", gpu.deviceId());
    Expect.reasonStarts("unreadable:", gpu.name());
    Expect.reason(
        "unreadable: /sys/bus/pci/devices/0000:02:00.0/current_link_width holds 99999, not a lane"
            + " count",
        gpu.link());
    assertTrue(
        machine
            .findings()
            .contains(
                "PCI function 0000:01:00.0 cannot be judged: unreadable:"
                    + " /sys/bus/pci/devices/0000:01:00.0/vendor holds \"0xZZZZ\", not a whole"
                    + " number."));
  }

  @Test
  void letsNoLinkLeadOutOfTheFolder() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "from outside");
    Path inside = Files.createDirectories(folder.resolve("machine/sys/class/dmi/id"));
    Files.createSymbolicLink(inside.resolve("product_name"), secret);
    Machine machine = new Probe().probe(Root.at(folder.resolve("machine")));
    Expect.reason(
        "unreadable: /sys/class/dmi/id/product_name (a link leads out of the folder)",
        Root.at(folder.resolve("machine")).word("/sys/class/dmi/id/product_name"));
    assertFalse(MachineJson.write(machine).contains("from outside"));
  }

  @Test
  void putsNoControlCharacterIntoTheTerminal() {
    Machine machine = new Probe().probe(Capture.machine("hostile", folder));
    Expect.value("\uFFFD[31mred\uFFFD", machine.host().name());
    assertTrue(
        ProbeText.render(machine).chars().allMatch(c -> c == '\n' || !Character.isISOControl(c)));
  }

  /** Every file of a real machine in turn replaced by noise: never an exception. */
  @Test
  void survivesNoiseInAnyFile() throws Exception {
    long seed = 20260101;
    Random random = new Random(seed);
    Root root = Capture.machine("intel-laptop", folder);
    List<Path> files;
    try (var walk = Files.walk(folder)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    Probe probe = new Probe();
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < 12; i++) {
        Path file = files.get(random.nextInt(files.size()));
        byte[] noise = new byte[random.nextInt(64)];
        random.nextBytes(noise);
        for (int j = 0; random.nextBoolean() && j < noise.length; j++) {
          noise[j] = (byte) "0123456789-,.:xKM \n".charAt(random.nextInt(19));
        }
        Files.write(file, noise);
      }
      Machine machine = probe.probe(root);
      ProbeText.render(machine);
      assertEquals(machine, MachineJson.read(MachineJson.write(machine)), "seed " + seed);
      HostState.read(root).since(HostState.read(root));
    }
  }
}
