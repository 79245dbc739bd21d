package assay.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.energy.Cover;
import assay.probe.source.FileSources;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Found;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Scope;
import assay.probe.telemetry.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each captured machine lets be sampled, and why the rest does not. */
class FileSourcesTest {

  @TempDir private Path folder;

  private Found machine(String name) {
    return FileSources.of(Capture.machine(name, folder));
  }

  private static Source source(Found found, String id) {
    return found.sources().stream()
        .filter(source -> source.channel().id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no source " + id + " but " + found.absences()));
  }

  private static double value(Found found, String id) {
    return value(source(found, id));
  }

  private static double value(Source source) {
    List<Sample> samples = source.read().asOptional().orElseThrow();
    assertEquals(1, samples.size(), source.channel().id());
    return samples.getFirst().value();
  }

  private static String absence(Found found, String family) {
    return found.absences().stream()
        .filter(absence -> absence.family().equals(family))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no absence of " + family))
        .reason();
  }

  private static String place(Found found, String id) {
    Channel channel = source(found, id).channel();
    return channel.measure() + " " + channel.scope() + " " + channel.part();
  }

  private static List<String> headline(Found found) {
    List<Channel> channels = found.sources().stream().map(Source::channel).toList();
    return Cover.headline(channels, true, "").channels().stream().map(Channel::id).toList();
  }

  @Test
  void samplesRaplOfTwoSocketsAndCountsEachOnce() {
    Found xeon = machine("xeon-rapl");
    assertEquals(161234.56789, value(xeon, "rapl/package-0"), 1e-9);
    assertEquals("ENERGY PACKAGE 1", place(xeon, "rapl/package-1"));
    assertEquals("ENERGY MEMORY 1", place(xeon, "rapl/package-1/dram"));
    assertEquals("ENERGY MACHINE ", place(xeon, "rapl/psys"));
    assertEquals("ENERGY PACKAGE 0", place(xeon, "rapl-mmio/package-0"), "a twin by its part");
    Channel socket = source(xeon, "rapl/package-1").channel();
    Expect.value(262143.32885, "J", socket.wrapsAt());
    Expect.value(1e-3, "s", socket.periodSeconds());
    Expect.value(2 * 324.0, "W", socket.mostWatts());
    assertEquals("POWER_CAP PACKAGE 0", place(xeon, "rapl/package-0/limit-long_term"));
    assertEquals(270, value(xeon, "rapl/package-0/limit-long_term"));
    // Neither the twins by MMIO nor psys, which holds them all; memory has a counter of its own.
    assertEquals(
        List.of("rapl/package-0", "rapl/package-1", "rapl/package-0/dram", "rapl/package-1/dram"),
        headline(xeon));
  }

  @Test
  void countsSlowDownsAndLinkErrorsOfAServer() {
    Found xeon = machine("xeon-rapl");
    assertEquals(5, value(xeon, "throttle/package-1"));
    assertEquals(1.5, value(xeon, "throttle/package-1-time"), 1e-12);
    assertEquals("THROTTLED PACKAGE 1", place(xeon, "throttle/package-1-time"));
    assertEquals(8, value(xeon, "throttle/core"));
    assertEquals(0.04, value(xeon, "throttle/core-time"), 1e-12);
    assertEquals(6, value(xeon, "aer/correctable"));
    assertEquals(0, value(xeon, "aer/fatal"));
    assertEquals(3, value(xeon, "aer@0000:17:00.0/correctable"));
    assertTrue(
        xeon.sources().stream().noneMatch(s -> s.channel().id().startsWith("aer@0000:18")),
        "a network card is no accelerator");
    assertEquals(
        "not supported: asking nvme disturbs what it measures", absence(xeon, "hwmon/nvme"));
  }

  @Test
  void saysWhichFileIsDeniedAndTwoWaysToBeGrantedIt() {
    assertEquals(
        "no permission: /sys/class/powercap/intel-rapl:1/energy_uj may not be read by this user:"
            + " Linux keeps it for root since 5.10; run as root (or with CAP_DAC_READ_SEARCH in"
            + " the effective set), or give a group the right with a udev rule or a line \"z"
            + " /sys/class/powercap/intel-rapl:1/energy_uj 0440 root GROUP\" in /etc/tmpfiles.d/",
        absence(machine("epyc-mi300x"), "rapl/package-1"));
  }

  @Test
  void takesMirroredDiesForOneThingButIntelsForTwo() throws IOException {
    Found zen = machine("epyc-zen1");
    assertEquals(1, headline(zen).size(), headline(zen).toString());
    assertEquals("ENERGY PACKAGE 0", place(zen, "rapl/package-0-die-3"));
    assertEquals("ENERGY PACKAGE 0", place(zen, "amd_energy/energy33"));
    assertTrue(zen.sources().stream().noneMatch(s -> s.channel().label().equals("Ecore000")));
    Files.writeString(folder.resolve("proc/cpuinfo"), "vendor_id\t: GenuineIntel\n");
    Found intel = FileSources.of(Root.at(folder));
    assertEquals("ENERGY PACKAGE 0-die-3", place(intel, "rapl/package-0-die-3"));
  }

  @Test
  void takesAnApusPowerForThePackagesAndTheBatteryForTheMachines() throws IOException {
    Found apu = machine("apu-laptop");
    assertEquals("POWER PACKAGE 0", place(apu, "amdgpu/power1"));
    assertEquals("POWER PACKAGE 0", place(apu, "amdgpu/power1_average"));
    Expect.value(0.0, "s", source(apu, "amdgpu/power1").channel().windowSeconds());
    Expect.value(1.0, "s", source(apu, "amdgpu/power1_average").channel().windowSeconds());
    assertEquals("CLOCK CHIP 0000:c1:00.0", place(apu, "amdgpu/freq1"));
    assertEquals(List.of("rapl/package-0"), headline(apu));
    assertEquals(0.12, value(apu, "amdgpu@0000:c1:00.0/busy"), 1e-12);
    assertEquals("POWER MACHINE ", place(apu, "battery/power"));
    Source battery = source(apu, "battery/power");
    assertEquals(18.5, value(battery), 1e-12);
    Files.writeString(folder.resolve("sys/class/power_supply/BAT0/status"), "Charging\n");
    Expect.reason(
        "not supported: /sys/class/power_supply/BAT0/status is \"Charging\", so the battery does"
            + " not feed the machine; unplug it to measure",
        battery.read());
  }

  @Test
  void samplesAJetsonsModuleAndRails() {
    Found jetson = machine("jetson-orin");
    assertEquals(4.984 * 1.264, value(jetson, "ina3221/rail1"), 1e-12);
    assertEquals("POWER MODULE ", place(jetson, "ina3221/rail1"));
    assertEquals("POWER RAIL VDD_CPU_GPU_CV", place(jetson, "ina3221/rail2"));
    assertEquals(
        "absent: no /sys/class/hwmon/hwmon1/curr3_input", absence(jetson, "ina3221/rail3"));
    assertEquals(List.of("ina3221/rail1"), headline(jetson));
    assertEquals(729.6e6, value(jetson, "cpufreq/slowest"));
    assertEquals(1, value(jetson, "cooling/pwm-fan"));
  }

  @Test
  void tellsGracesModuleSocketAndRailsApart() {
    Found grace = machine("gh200");
    Map<String, String> places = new TreeMap<>();
    for (Source source : grace.sources()) {
      places.put(source.channel().label(), source.channel().scope() + " " + value(source));
    }
    assertEquals(
        Map.of(
            "Module Power Socket 0", "MODULE 361.0",
            "Grace Power Socket 0", "PACKAGE 112.0",
            "CPU Power Socket 0", "CORE 71.0",
            "SysIO Power Socket 0", "UNCORE 22.0"),
        places);
    Channel module =
        grace.sources().stream()
            .map(Source::channel)
            .filter(channel -> channel.scope() == Scope.MODULE)
            .findFirst()
            .orElseThrow();
    Expect.value(0.05, "s", module.windowSeconds());
    assertEquals(0.05, module.accuracy().asOptional().orElseThrow(), 1e-12);
  }

  @Test
  void samplesTenstorrentsChip() {
    Found cards = machine("tenstorrent");
    assertEquals("POWER CHIP 0000:01:00.0", place(cards, "blackhole/power1"));
    assertEquals(912334, value(cards, "tenstorrent/0/heartbeat"));
    assertEquals(800e6, value(cards, "tenstorrent/0/aiclk"));
    assertEquals(
        "absent: no /sys/class/tenstorrent/tenstorrent!1/tt_heartbeat",
        absence(cards, "tenstorrent/1/heartbeat"));
  }

  @Test
  void samplesInstinctCards() {
    Found server = machine("epyc-mi300x");
    assertEquals("POWER BOARD 0000:c6:00.0", place(server, "amdgpu@0000:c6:00.0/power1"));
    assertEquals(750, value(server, "amdgpu@0000:05:00.0/power1_cap"));
    assertEquals(6, value(server, "amdgpu@0000:05:00.0/errors-corrected"));
    assertEquals(1, value(server, "amdgpu@0000:05:00.0/errors-uncorrected"));
    assertEquals(3, value(server, "edac/mc0/ce_count"));
    assertEquals(1.5e9, value(server, "cpufreq/slowest"));
  }

  @Test
  void samplesAnArcCardAndWhatHoldsItsClock() {
    Found arc = machine("arc-xe");
    assertEquals("ENERGY BOARD 0000:03:00.0", place(arc, "xe/energy1"));
    assertEquals("ENERGY CHIP 0000:03:00.0", place(arc, "xe/energy2"));
    Expect.value(380.0, "W", source(arc, "xe/energy1").channel().mostWatts());
    assertEquals("POWER_CAP BOARD 0000:03:00.0", place(arc, "xe/power1_max"));
    assertEquals("TEMPERATURE MEMORY 0000:03:00.0", place(arc, "xe/temp3"));
    Source reasons = source(arc, "intel-gpu@0000:03:00.0/tile0/gt0/clock-reasons");
    assertEquals("0x1 without a name, 0x2 pl1, 0x4 pl2, 0x8 thermal", reasons.channel().label());
    assertEquals(0x2 + 0x8, value(reasons));
    assertEquals(0, value(arc, "intel-gpu@0000:00:02.0/gt0/clock-reasons"));
    assertEquals(2.4e9, value(arc, "intel-gpu@0000:03:00.0/tile0/gt0/clock"));
  }

  @Test
  void givesAReasonForEachFamilyOfAVirtualMachine() {
    Found vm = machine("vm");
    assertEquals(List.of(), vm.sources());
    Map<String, String> reasons = new TreeMap<>();
    vm.absences().forEach(absence -> reasons.put(absence.family(), absence.reason()));
    assertEquals(
        Map.ofEntries(
            Map.entry("rapl", "absent: no /sys/class/powercap"),
            Map.entry("hwmon", "absent: no /sys/class/hwmon"),
            Map.entry("amdgpu", "absent: amdgpu serves no card in /sys/class/drm"),
            Map.entry("intel-gpu", "absent: neither i915 nor xe serves a card in /sys/class/drm"),
            Map.entry("battery", "absent: /sys/class/power_supply lists no battery"),
            Map.entry("thermal", "absent: /sys/class/thermal lists no thermal zone"),
            Map.entry(
                "cpufreq",
                "absent: no frequency scaling (/sys/devices/system/cpu/cpufreq/policy*)"),
            Map.entry(
                "throttle",
                "absent: no /sys/devices/system/cpu/cpu*/thermal_throttle, which only Intel"
                    + " processors have"),
            Map.entry("edac", "absent: no /sys/devices/system/edac/mc"),
            Map.entry(
                "aer",
                "absent: /sys/bus/pci/devices lists no device that counts errors of its link"
                    + " (aer_dev_*)"),
            Map.entry("npu", "absent: no /sys/class/accel"),
            Map.entry("tenstorrent", "absent: no /sys/class/tenstorrent")),
        reasons);
  }

  @Test
  void believesNothingOfAHostileMachine() {
    Found hostile = machine("hostile");
    assertEquals(List.of(), hostile.sources());
    assertTrue(absence(hostile, "rapl/package-0").startsWith("unreadable: "));
    assertTrue(absence(hostile, "edac/mc0/ce_count").startsWith("unreadable: "));
  }

  @ParameterizedTest
  @CsvSource({
    "rapl/package-0, intel-rapl:0/energy_uj, 0, 0",
    "rapl/package-0, intel-rapl:0/energy_uj, 65535, 0.065535",
    "rapl/package-0, intel-rapl:0/energy_uj, -1, unreadable: ",
    "rapl/package-0, intel-rapl:0/energy_uj, garbage, unreadable: ",
    "rapl/package-0, intel-rapl:0/energy_uj, '', not supported: ",
    "rapl/package-0, intel-rapl:0/energy_uj, , absent: "
  })
  void givesTheValueAsItIsOrAReasonWhenAFileGoesBadInMidRun(
      String id, String file, String content, String expected) throws IOException {
    Source source = source(machine("xeon-rapl"), id);
    assertTrue(source.read().isPresent());
    Path path = folder.resolve("sys/class/powercap").resolve(file);
    if (content == null) {
      Files.delete(path);
    } else {
      Files.writeString(path, content + "\n");
    }
    if (expected.endsWith(":")) {
      Expect.reasonStarts(expected, source.read());
    } else {
      assertEquals(Double.parseDouble(expected), value(source), 1e-12);
    }
  }

  @Test
  void namesACardsFileThatVanishesAndFindsTheClocksOfTheOtherCores() throws IOException {
    Found server = machine("epyc-mi300x");
    Path card = folder.resolve("sys/class/hwmon/hwmon2/power1_input");
    Source power = source(server, "amdgpu@0000:05:00.0/power1");
    Files.delete(card);
    Expect.reason("absent: no /sys/class/hwmon/hwmon2/power1_input", power.read());
    Files.delete(folder.resolve("sys/devices/system/cpu/cpufreq/policy7/scaling_cur_freq"));
    Found after = FileSources.of(Root.at(folder));
    assertEquals(3.7e9, value(after, "cpufreq/slowest"));
  }
}
