package assay.probe.amdsmi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.FakeLibrary;
import assay.probe.Reading;
import assay.probe.telemetry.Absence;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Found;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Scope;
import assay.probe.telemetry.Source;
import assay.probe.telemetry.Steady;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources over a library that plays an MI300X, healthy and otherwise. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class AmdSmiSourcesTest {

  private static final String ADDRESS = "0000:0c:00.0";
  private static final String PREFIX = "amdsmi@" + ADDRESS + "/";

  @TempDir private Path folder;

  private FakeLibrary library;
  private Found found;

  private void build(String... options) {
    library = FakeLibrary.in(folder, "fake_amdsmi.c", options);
  }

  private void find(String... script) {
    if (library == null) {
      build();
    }
    library.says(script);
    found = AmdSmiSources.live(Map.of("ASSAY_AMDSMI", library.file().toString()));
  }

  private Optional<Source> source(String id) {
    return found.sources().stream().filter(each -> each.channel().id().equals(id)).findFirst();
  }

  private Channel channel(String key) {
    return source(PREFIX + key).orElseThrow(() -> new AssertionError(found.toString())).channel();
  }

  private Reading<List<Sample>> read(String key) {
    return Steady.read(
        source(PREFIX + key).orElseThrow(() -> new AssertionError(found.toString())));
  }

  private Reading<List<Sample>> readOnce(String key) {
    return source(PREFIX + key).orElseThrow().read();
  }

  private double value(String key) {
    return read(key).asOptional().orElseThrow().getLast().value();
  }

  private String absence(String id) {
    return found.absences().stream()
        .filter(each -> each.family().equals(id))
        .map(Absence::reason)
        .findFirst()
        .orElseThrow(() -> new AssertionError(found.toString()));
  }

  private static String reason(Reading<?> reading) {
    return ((Reading.Unavailable<?>) reading).reason();
  }

  @ParameterizedTest
  @ValueSource(ints = {24, 25, 26})
  void aHealthyGpuOfEachReleaseTellsTheSame(int release) {
    build("-DRELEASE=" + release);
    find();
    assertEquals(30_000, value("energy"), 1e-6);
    assertEquals(750, value("power-current"), 1e-9);
    assertEquals(750, value("power-cap"), 1e-9);
    assertEquals(49, value("temperature-hotspot"), 1e-9);
    assertEquals(50, value("memory-temperature"), 1e-9);
    assertEquals(2100e6, value("clock-core"), 1);
    assertEquals(1300e6, value("clock-memory"), 1);
    assertEquals(2, value("ecc-corrected"), 1e-9);
    assertEquals(0, value("ecc-uncorrected"), 1e-9);
    assertEquals(
        "not supported: this GPU does not state it (amdsmi_get_power_info's average power is N/A)",
        absence(PREFIX + "power-average"));
    assertTrue(absence(PREFIX + "temperature-edge").startsWith("not supported"));
    assertTrue(absence(PREFIX + "throttled-regulator-thermal").contains("is N/A"));
    for (Source each : found.sources()) {
      assertEquals(ADDRESS, each.channel().part());
    }
  }

  @Test
  void anMi200StatesTheMeanAndNotTheMoment() {
    find("current 0xffffffff", "average 412");
    assertEquals(412, value("power-average"), 1e-9);
    assertTrue(channel("power-average").windowSeconds().toString().contains("estimate"));
    assertTrue(absence(PREFIX + "power-current").contains("current power is N/A"));
  }

  @Test
  void theSecondDieOfACardSaysThatTheFirstSpeaksForIt() {
    find("processors 2", "second-energy 0");
    assertEquals(
        "not supported: amdsmi_get_energy_count counts nothing: on a card of two dies, the first"
            + " counts for both",
        absence("amdsmi@0000:0d:00.0/energy"));
    assertTrue(absence("amdsmi@0000:0d:00.0/power-current").contains("is N/A"));
    find("processors 2", "second-energy 0xffffffffffffffff");
    assertTrue(absence("amdsmi@0000:0d:00.0/energy").contains("is N/A"));
    assertEquals(30_000, value("energy"), 1e-6);
  }

  @Test
  void partitionsOfAGpuAreCountedOnce() {
    find("processors 4", "partitions 1");
    assertEquals(
        1, found.sources().stream().filter(s -> s.channel().id().endsWith("/energy")).count());
  }

  @Test
  void anUnknownReleaseIsRefused() {
    find("version 27");
    assertTrue(found.sources().isEmpty());
    assertEquals(
        "not supported: AMD SMI is of version 27, and Assay knows the structures of 24, 25 and 26"
            + " only",
        absence("amdsmi"));
  }

  @Test
  void countsThatCannotBeAreRefused() {
    find("sockets 4000000000");
    assertEquals(
        "unreadable: amdsmi_get_socket_handles counts 4000000000, which no machine has",
        absence("amdsmi"));
    find("processors 4000000000");
    assertTrue(absence("amdsmi").contains("amdsmi_get_processor_handles counts 4000000000"));
    find("processors 0");
    assertEquals("absent: AMD SMI finds no GPU", absence("amdsmi"));
    find("processor-type 2");
    assertEquals("absent: AMD SMI finds no GPU", absence("amdsmi"));
  }

  @Test
  void whatIsRefusedOrMissingIsAReason() {
    build("-DNO_VIOLATIONS");
    find("error amdsmi_get_energy_count 2", "error amdsmi_get_clock_info 10");
    assertEquals(
        "not supported: this GPU or its driver does not state it (amdsmi_get_energy_count)",
        absence(PREFIX + "energy"));
    assertTrue(absence(PREFIX + "clock-core").startsWith("no permission: "));
    assertEquals(
        "not supported: this release of AMD SMI has no amdsmi_get_violation_status",
        absence(PREFIX + "throttled-power-cap"));
    find("error amdsmi_init 34");
    assertEquals("absent: AMD's kernel driver is not loaded (AMD SMI)", absence("amdsmi"));
  }

  @Test
  void garbageIsNoPower() {
    find("current 0", "average 4000000", "resolution 0", "cap 750", "celsius 90000");
    assertTrue(absence(PREFIX + "power-current").startsWith("unreadable"));
    assertTrue(absence(PREFIX + "power-average").startsWith("unreadable"));
    assertTrue(absence(PREFIX + "energy").contains("a resolution of 0.0"));
    assertTrue(absence(PREFIX + "power-cap").startsWith("unreadable"));
    assertTrue(absence(PREFIX + "temperature-hotspot").startsWith("unreadable"));
  }

  @Test
  void aCounterIsReadToItsLastBit() {
    find("energy 600000000000000000");
    assertEquals(9e12, value("energy"), 1e6);
  }

  @Test
  void aGpuThatGoesAwaySaysSoAndMayComeBack() {
    find();
    library.says("error * 14");
    for (String key : List.of("energy", "power-current", "clock-core", "ecc-corrected")) {
      assertTrue(reason(read(key)).contains("the GPU may be gone"), key);
    }
    library.says("energy 2000000001");
    assertEquals(30_000.000015, value("energy"), 1e-7);
  }

  @Test
  void aHangAtTheStartAndLaterCostsNoMoreThanItsSources() throws Exception {
    find();
    library.says("slow amdsmi_get_energy_count 700");
    assertTrue(reason(readOnce("energy")).startsWith("unreadable: AMD SMI has not answered for "));
    library.says();
    while (!read("energy").isPresent()) {
      Thread.sleep(20);
    }
    library.says("slow amdsmi_init 700");
    found =
        AmdSmiSources.live(
            AmdSmi.locator(Map.of("ASSAY_AMDSMI", library.file().toString())),
            Duration.ofMillis(100));
    assertTrue(absence("amdsmi").contains("so the run goes on without it"));
  }

  @Test
  void roundsInWhichALimitHeldBecomeSeconds() throws Exception {
    find();
    assertEquals(Measure.CAPPED, channel("throttled-power-cap").measure());
    assertEquals(Measure.THROTTLED, channel("throttled-socket-thermal").measure());
    assertEquals(Scope.BOARD, channel("throttled-power-cap").scope());
    assertTrue(channel("throttled-power-cap").label().contains("power limit"));
    ViolationTime time = violations();
    assertEquals(0, last(time));
    Thread.sleep(100);
    library.says("rounds 2000", "power-rounds 500");
    long before = System.nanoTime();
    double half = last(time);
    assertTrue(half >= 0.05, half + " s");
    library.says("rounds 2000", "power-rounds 500");
    assertEquals(List.of(), time.read().asOptional().orElseThrow(), "the same look");
    library.says("rounds 5", "power-rounds 5");
    assertEquals(half, last(time), "a reset GPU counts anew");
    library.says("rounds 105", "power-rounds 105");
    double all = last(time);
    assertTrue(all > half && all - half <= (System.nanoTime() - before) * 1e-9);
    library.says("error * 14");
    assertTrue(reason(time.read()).contains("the GPU may be gone"));
  }

  private ViolationTime violations() {
    AmdSmi smi =
        AmdSmi.open(AmdSmi.locator(Map.of("ASSAY_AMDSMI", library.file().toString())))
            .asOptional()
            .orElseThrow();
    return new ViolationTime(
        smi.library(),
        smi.gpus().asOptional().orElseThrow().getFirst(),
        1,
        channel("throttled-power-cap"));
  }

  private static double last(ViolationTime time) {
    return time.read().asOptional().orElseThrow().getLast().value();
  }

  @Test
  void aMachineWithoutTheLibrarySaysSoOnce() {
    found = AmdSmiSources.live(Map.of("ASSAY_AMDSMI", "libamd_smi.so"));
    assertEquals(1, found.absences().size());
    assertTrue(absence("amdsmi").contains("never loaded from the working directory"));
    found = AmdSmiSources.live(Map.of("ASSAY_AMDSMI", folder + "/none.so"));
    assertEquals("absent: no file " + folder + "/none.so", absence("amdsmi"));
  }
}
