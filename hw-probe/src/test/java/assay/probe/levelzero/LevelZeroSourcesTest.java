package assay.probe.levelzero;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.FakeLibrary;
import assay.probe.Reading;
import assay.probe.telemetry.Absence;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Found;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Scope;
import assay.probe.telemetry.Source;
import assay.probe.telemetry.Steady;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Sources over a library that plays a GPU of two tiles, healthy and otherwise. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class LevelZeroSourcesTest {

  private static final String PREFIX = "levelzero@0000:3a:00.0/";

  @TempDir private Path folder;

  private FakeLibrary library;
  private Found found;

  private void build(String... options) {
    library = FakeLibrary.in(folder, "fake_levelzero.c", options);
  }

  private Map<String, String> environment() {
    return Map.of("ASSAY_LEVELZERO", library.file().toString());
  }

  private void find(String... script) {
    if (library == null) {
      build();
    }
    library.says(script);
    found = LevelZeroSources.live(environment());
  }

  private Optional<Source> source(String key) {
    return found.sources().stream()
        .filter(each -> each.channel().id().equals(PREFIX + key))
        .findFirst();
  }

  private Channel channel(String key) {
    return source(key).orElseThrow(() -> new AssertionError(found.toString())).channel();
  }

  private Reading<List<Sample>> read(String key) {
    return Steady.read(source(key).orElseThrow(() -> new AssertionError(found.toString())));
  }

  private Reading<List<Sample>> readOnce(String key) {
    return source(key).orElseThrow().read();
  }

  private double value(String key) {
    return read(key).asOptional().orElseThrow().getLast().value();
  }

  private String absence(String family) {
    return found.absences().stream()
        .filter(each -> each.family().equals(family))
        .map(Absence::reason)
        .findFirst()
        .orElseThrow(() -> new AssertionError(found.toString()));
  }

  private static String reason(Reading<?> reading) {
    return ((Reading.Unavailable<?>) reading).reason();
  }

  @Test
  void aHealthyGpuTellsOfItsCardAndItsTiles() {
    find("reasons 0x9");
    assertEquals(7500, value("card-energy"), 1e-9);
    assertEquals(Scope.BOARD, channel("card-energy").scope());
    assertEquals("0000:3a:00.0", channel("card-energy").part());
    assertEquals(7500.000002, value("package-energy/tile1"), 1e-9);
    assertEquals(Scope.CHIP, channel("package-energy/tile0").scope());
    assertEquals("0000:3a:00.0/tile0", channel("package-energy/tile0").part());
    assertEquals(550, value("card-power-cap"), 1e-9);
    assertEquals(600, value("package-power-cap/tile0"), 1e-9, "by the older function");
    assertEquals(1600e6, value("clock-core"), 1);
    assertEquals(3200e6, value("clock-memory"), 1);
    assertEquals(0x1 | 0x8, value("clock-core-reasons"));
    String reasons = channel("clock-core-reasons").label();
    assertTrue(reasons.startsWith("0x1 average power,"), reasons);
    assertTrue(reasons.contains("0x8 thermal limit,"), reasons);
    assertEquals(1.5, value("throttled-core"), 1e-9);
    assertTrue(absence(PREFIX + "throttled-memory").startsWith("not supported"));
    assertEquals(55, value("temperature-core"), 1e-9);
    assertEquals(Scope.MEMORY, channel("memory-temperature").scope());
    assertTrue(channel("card-energy").periodSeconds().toString().contains("estimate"));
  }

  @Test
  void anOldDriverAnswersWhatItHas() {
    build("-DOLD");
    find();
    assertEquals(7500, value("energy"), 1e-9);
    assertEquals(Scope.CHIP, channel("energy").scope(), "never the card on a guess");
    assertEquals(600, value("power-cap"), 1e-9);
    assertEquals(
        "not supported: this loader of Level Zero has no zesFrequencyGetThrottleTime",
        absence(PREFIX + "throttled-core"));
  }

  @Test
  void theGraphicsOfAProcessorCountsItsPackage() {
    find("bus 0", "device 2", "power-domain 2", "powers 1");
    Channel package_ =
        found.sources().stream()
            .map(Source::channel)
            .filter(each -> each.id().equals("levelzero@0000:00:02.0/package-energy"))
            .findFirst()
            .orElseThrow();
    assertEquals(Scope.PACKAGE, package_.scope());
  }

  @Test
  void whatIsRefusedIsAReasonAndNever0() {
    find(
        "error zesPowerGetEnergyCounter 0x70010000",
        "error zesDeviceEnumTemperatureSensors 0x78000003",
        "clocks 0");
    assertTrue(absence(PREFIX + "card-energy").startsWith("no permission: "));
    assertEquals(
        "not supported: this GPU or its driver does not state it (zesDeviceEnumTemperatureSensors)",
        absence(PREFIX + "temperature"));
    assertEquals(
        "not supported: this GPU lists none (zesDeviceEnumFrequencyDomains)",
        absence(PREFIX + "clocks"));
    find("error zesInit 0x78000001");
    assertEquals("absent: no driver of Level Zero is installed (zesInit)", absence("levelzero"));
    find("error zesDevicePciGetProperties 0x70000006");
    assertTrue(absence("levelzero device 0").contains("must be reset"));
  }

  @Test
  void countsThatCannotBeAreRefused() {
    for (String key : List.of("drivers", "devices")) {
      find(key + " 4000000000");
      assertTrue(found.sources().isEmpty());
      assertTrue(absence("levelzero").contains("counts 4000000000, which no machine has"));
    }
    find("powers 4000000000", "limits 4000000000");
    assertTrue(absence(PREFIX + "energy").contains("counts 4000000000"));
    assertTrue(source("clock-core").isPresent());
    find("limits 4000000000");
    assertEquals(550, value("card-power-cap"), 1e-9);
    find("devices 0");
    assertEquals("absent: Level Zero finds no GPU", absence("levelzero"));
  }

  @Test
  void garbageIsAReason() {
    find("clock -1", "memory-clock nan", "celsius nan", "newer-limit 0", "enabled 0");
    assertTrue(absence(PREFIX + "clock-core").contains("is not known"));
    assertTrue(absence(PREFIX + "clock-memory").contains("says NaN"));
    assertTrue(absence(PREFIX + "temperature-core").contains("says NaN"));
    assertTrue(absence(PREFIX + "card-power-cap").contains("no sustained limit is set"));
    assertFalse(source("card-power-cap").isPresent());
  }

  @Test
  void aCounterIsReadToItsLastBitAndAcrossItsWrap() {
    find("energy 0xffffffff");
    assertEquals(4294.967295, value("card-energy"), 1e-9);
    library.says("energy 100");
    assertEquals(0.0001, value("card-energy"), 1e-12, "as it is; energy is not made here");
    library.says("energy 0xffffffffffffff00");
    assertTrue(reason(read("card-energy")).startsWith("unreadable"));
  }

  @Test
  void aGpuThatIsLostSaysSoEverywhereAndMayComeBack() {
    find();
    library.says("error * 0x70000001");
    for (Source each : found.sources()) {
      assertTrue(reason(Steady.read(each)).startsWith("unreadable: the GPU is lost"));
    }
    library.says();
    assertEquals(7500, value("card-energy"), 1e-9);
  }

  @Test
  void aHangAtTheStartAndLaterCostsNoMoreThanItsSources() throws Exception {
    find();
    library.says("slow zesPowerGetEnergyCounter 400");
    assertTrue(
        reason(readOnce("clock-core")).startsWith("unreadable: Level Zero has not answered"));
    library.says();
    while (!read("card-energy").isPresent()) {
      Thread.sleep(20);
    }
    library.says("slow zesInit 700");
    found = LevelZeroSources.live(LevelZero.locator(environment()), Duration.ofMillis(100));
    assertTrue(absence("levelzero").contains("so the run goes on without it"));
  }

  @Test
  void onlyALibraryThatCanBeTrustedIsLoaded() throws Exception {
    build();
    Files.setPosixFilePermissions(library.file(), PosixFilePermissions.fromString("rwxrwxrwx"));
    found = LevelZeroSources.live(environment());
    assertTrue(absence("levelzero").contains("can be written to by everybody"));
    found = LevelZeroSources.live(Map.of("ASSAY_LEVELZERO", "libze_loader.so.1"));
    assertTrue(absence("levelzero").contains("never loaded from the working directory"));
    Path other = Path.of(System.getProperty("java.home"), "lib", "libzip.so");
    found = LevelZeroSources.live(Map.of("ASSAY_LEVELZERO", other.toString()));
    assertEquals("not supported: this loader of Level Zero has no zesInit", absence("levelzero"));
  }
}
