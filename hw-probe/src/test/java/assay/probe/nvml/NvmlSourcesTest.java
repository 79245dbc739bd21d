package assay.probe.nvml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.FakeNvml;
import assay.probe.Reading;
import assay.probe.telemetry.Absence;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.EpochClock;
import assay.probe.telemetry.Found;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Scope;
import assay.probe.telemetry.Source;
import assay.probe.telemetry.Steady;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Sources over a library that plays an H200, healthy and otherwise. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class NvmlSourcesTest {

  private static final String PREFIX = "nvml@" + FakeNvml.ADDRESS + "/";

  @TempDir private Path folder;

  private FakeNvml nvml;
  private Found found;
  private long shiftMicros;

  private void find(String... script) {
    start(script);
    found = sources();
  }

  private void start(String... script) {
    nvml = FakeNvml.in(folder);
    nvml.says(script);
  }

  private Found sources() {
    EpochClock clock =
        new EpochClock(
            () -> ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) + shiftMicros,
            System::nanoTime);
    return NvmlSources.of(nvml.open().asOptional().orElseThrow(), clock);
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
    List<Sample> samples = read(key).asOptional().orElseThrow();
    return samples.getLast().value();
  }

  private String absence(String key) {
    return found.absences().stream()
        .filter(each -> each.family().equals(PREFIX + key))
        .map(Absence::reason)
        .findFirst()
        .orElseThrow(() -> new AssertionError(found.toString()));
  }

  private static String reason(Reading<?> reading) {
    return ((Reading.Unavailable<?>) reading).reason();
  }

  private static double number(Reading<Double> reading) {
    return reading.asOptional().orElseThrow();
  }

  @Test
  void aHealthyGpuTellsItsPowerAndItsState() {
    find("field 74 2500000000", "reasons 0x24", "field 4 3");
    assertEquals(5000, value("energy"), 1e-9);
    assertEquals(121, value("power-instant"), 1e-9);
    assertEquals(118, value("power-average"), 1e-9);
    assertEquals(700, value("power-cap"), 1e-9);
    assertEquals(1980e6, value("clock-core"), 1);
    assertEquals(3201e6, value("clock-memory"), 1);
    assertEquals(41, value("temperature"), 1e-9);
    assertEquals(45, value("memory-temperature"), 1e-9);
    assertEquals(2.5, value("throttled-power-cap"), 1e-9);
    assertEquals(3, value("ecc-uncorrected"), 1e-9);
    assertEquals(0, value("pcie-replays"), 1e-9);
    assertEquals(0, value("remapped-rows-failed"), 1e-9);
    assertEquals(0x4 | 0x20, value("clock-reasons"));
    String reasons = channel("clock-reasons").label();
    assertTrue(reasons.contains("0x4 software power cap,"), reasons);
    assertTrue(reasons.contains("0x20 software thermal,"), reasons);
    for (Source each : found.sources()) {
      assertEquals(FakeNvml.ADDRESS, each.channel().part(), each.channel().id());
    }
  }

  @Test
  void eachChannelSaysHowItMeasuresAndWhoSaysSo() {
    find();
    Channel average = channel("power-average");
    assertEquals(Measure.POWER, average.measure());
    assertEquals(Scope.BOARD, average.scope());
    assertEquals(Reading.of(1.0, "s", "nvml.h"), average.windowSeconds());
    assertEquals(1400, number(average.mostWatts()), 1e-9);
    Channel energy = channel("energy");
    assertEquals(0.1, number(energy.periodSeconds()), 1e-9);
    assertTrue(energy.periodSeconds().toString().contains("estimate"));
    assertFalse(energy.wrapsAt().isPresent());
    assertEquals(0.02, number(channel("power-samples").periodSeconds()), 1e-9);
    assertEquals(Measure.THROTTLED, channel("throttled-power-brake").measure());
    assertEquals(Measure.CAPPED, channel("throttled-power-cap").measure());
    assertEquals(Scope.LINK, channel("pcie-replays").scope());
    assertTrue(channel("throttled-power-cap").label().contains("power limit"));
    assertTrue(channel("throttled-hardware-thermal").label().contains("heat"));
    assertTrue(channel("clock-reasons").label().contains("0x80 power brake"));
  }

  @Test
  void aModuleTellsItsOtherScopes() {
    find("field 186/1 450000", "field 185/1 440000", "field 186/2 60000", "module 470000");
    assertEquals(450, value("module-power-instant"), 1e-9);
    assertEquals(Scope.MODULE, channel("module-power-average").scope());
    assertEquals(60, value("memory-power-instant"), 1e-9);
    assertEquals(Scope.MEMORY, channel("memory-power-instant").scope());
    assertEquals(470, value("module-power-samples"), 1e-9);
    assertTrue(absence("memory-power-average").startsWith("not supported: "));
  }

  @Test
  void whatIsRefusedIsAReasonAndNever0() {
    find("error nvmlDeviceGetTotalEnergyConsumption 3", "field 82 -3", "field 4 -4");
    assertEquals(
        "not supported: this GPU or its driver does not state it"
            + " (nvmlDeviceGetTotalEnergyConsumption)",
        absence("energy"));
    assertTrue(absence("memory-temperature").contains("field 82 of NVML"));
    assertTrue(source("energy").isEmpty());
    assertEquals(0, value("ecc-uncorrected"), "the older function tells it");
    assertEquals("nvmlDeviceGetTotalEccErrors", channel("ecc-uncorrected").source());
  }

  @Test
  void theOlderPowerHasTheWindowOfItsArchitecture() {
    String[] script = {"field 185 -3", "field 186 -3", "usage 99000", "major 9"};
    find(script);
    assertEquals(99, value("power"), 1e-9);
    assertEquals(1, number(channel("power").windowSeconds()));
    script[3] = "major 8";
    nvml.says(script);
    found = sources();
    assertEquals(0, number(channel("power").windowSeconds()), "GA100");
    script[3] = "major 7";
    nvml.says(script);
    found = sources();
    assertEquals(0, number(channel("power").windowSeconds()), "Volta");
    nvml.says("usage 99000");
    found = sources();
    assertTrue(source("power").isEmpty());
  }

  @Test
  void anOldDriverAnswersWhatItHas() {
    nvml = FakeNvml.in(folder, "-DOLD_DRIVER");
    found = sources();
    assertEquals(118, value("power"), 1e-9);
    assertEquals(41, value("temperature"), 1e-9);
    assertEquals(0, value("clock-reasons"), 1e-9);
    assertEquals(5000, value("energy"), 1e-9);
    assertEquals(
        "not supported: this driver's NVML has no nvmlDeviceGetFieldValues",
        absence("throttled-power-cap"));
  }

  @Test
  void countersOfTimeAreFoundUnderBothOfTheirNumbers() {
    find("field 269 4", "type 269 1", "field 251 7000000000", "field 252 -3", "field 270 -3");
    assertEquals(7, value("throttled-software-thermal"), 1e-9);
    assertEquals("field 251 of NVML", channel("throttled-software-thermal").source());
    assertTrue(source("throttled-hardware-thermal").isEmpty());
    nvml.says("field 269 4", "type 269 1", "field 251 1", "type 251 1");
    found = sources();
    assertEquals(
        "not supported: field 269 of NVML has 32 bits here and so counts no nanoseconds",
        absence("throttled-software-thermal"));
  }

  @Test
  void aCounterOfTimeThatRunsAheadOfTimeIsNone() {
    find("field 74 1000000000");
    assertEquals(1, value("throttled-power-cap"), 1e-9);
    nvml.says("field 74 90000000000000");
    assertTrue(reason(read("throttled-power-cap")).contains("so it counts no time"));
  }

  @Test
  void aGpuThatIsCutSaysWhyItsRowsAreSilent() {
    find("mig 1", "field 142 -3", "field 143 -3", "field 144 -3", "field 145 -3");
    assertTrue(absence("remapped-rows-corrected").contains("cut into instances (MIG)"));
    assertTrue(source("energy").isPresent());
  }

  @Test
  void aBrokenCountIsNoReasonToAskForBillions() {
    find("count 4000000000");
    assertEquals(
        List.of(
            new Absence("nvml", "unreadable: NVML counts 4000000000 GPUs, which no machine has")),
        found.absences());
    nvml.says("count 0");
    assertEquals(List.of(new Absence("nvml", "absent: NVML finds no GPU")), sources().absences());
  }

  @Test
  void garbageIsNoPower() {
    find("field 186 0", "field 185 0xffffffff", "usage 0", "energy -1", "celsius 5000");
    assertTrue(absence("power-instant").contains("says 0 W"));
    assertTrue(absence("power-average").contains("says 4294967 W"));
    assertTrue(absence("power").startsWith("unreadable"));
    assertTrue(absence("energy").startsWith("unreadable"));
    assertTrue(absence("temperature").startsWith("unreadable"));
  }

  @Test
  void aValueThatTurnsToGarbageIsAGap() {
    find();
    nvml.says("field 186 0", "energy -1");
    assertTrue(reason(read("power-instant")).startsWith("unreadable"));
    assertTrue(reason(read("energy")).startsWith("unreadable"));
    nvml.says();
    assertEquals(121, value("power-instant"), 1e-9);
  }

  @Test
  void aFrozenCounterIsHandedOnAsItIs() {
    find("energy 77000");
    List<Sample> first = read("energy").asOptional().orElseThrow();
    List<Sample> second = read("energy").asOptional().orElseThrow();
    assertEquals(first.getFirst().value(), second.getFirst().value());
    assertTrue(second.getFirst().nanos() >= first.getFirst().nanos());
  }

  @Test
  void aGpuThatFallsOffTheBusSaysSoEverywhere() {
    find();
    nvml.says("error * 15");
    for (Source each : found.sources()) {
      String reason = reason(Steady.read(each));
      assertTrue(reason.startsWith("unreadable: the GPU is lost"), each.channel() + ": " + reason);
    }
    nvml.says();
    assertEquals(5000, value("energy"), 1e-9);
    nvml.says("error nvmlDeviceGetHandleByIndex_v2 15");
    found = sources();
    assertTrue(found.sources().isEmpty());
    assertEquals("nvml device 0", found.absences().getFirst().family());
  }

  @Test
  void theBufferGivesSeveralSamplesInOrder() throws Exception {
    find();
    long last = Long.MIN_VALUE;
    int most = 0;
    int all = 0;
    for (int i = 0; i < 5; i++) {
      List<Sample> samples = read("power-samples").asOptional().orElseThrow();
      most = Math.max(most, samples.size());
      all += samples.size();
      for (Sample each : samples) {
        assertTrue(each.nanos() > last && each.nanos() <= System.nanoTime());
        assertEquals(118, each.value(), 1e-9);
        last = each.nanos();
      }
      Thread.sleep(50);
    }
    assertTrue(most > 1 && all >= 50, most + " of " + all);
  }

  @Test
  void aClockThatIsSetTurnsNoTimeBack() throws Exception {
    find();
    long last = Long.MIN_VALUE;
    int after = 0;
    for (long shift : new long[] {0, 0, -3_600_000_000L, 7_200_000_000L, 0}) {
      shiftMicros += shift;
      nvml.says("shift " + shiftMicros);
      Reading<List<Sample>> read = read("power-samples");
      if (shift != 0) {
        assertTrue(reason(read).startsWith("unresolved: the machine's clock was set"));
      }
      // The driver goes on by the new clock.
      while (shift != 0 && after == 0) {
        Thread.sleep(20);
        List<Sample> next = read("power-samples").asOptional().orElseThrow();
        after = next.size();
        for (Sample each : next) {
          assertTrue(each.nanos() > last && each.nanos() <= System.nanoTime());
          last = each.nanos();
        }
      }
      after = 0;
      for (Sample each : read.asOptional().orElse(List.of())) {
        assertTrue(each.nanos() > last);
        last = each.nanos();
      }
    }
  }

  @Test
  void aBufferThatLiesAboutItsLengthIsNotBelieved() {
    find();
    nvml.says("sample-count 4000000000");
    assertTrue(reason(read("power-samples")).contains("gives 4000000000 values"));
    nvml.says("sample-type 99");
    assertTrue(reason(read("power-samples")).contains("of type 99"));
    nvml.says("error nvmlDeviceGetSamples 3");
    found = sources();
    assertTrue(absence("power-samples").startsWith("not supported"));
  }

  @Test
  void aDriverThatHangsAtTheStartIsLeftOut() {
    start("slow nvmlInit_v2 1500");
    found = NvmlSources.live(nvml.locator(), Duration.ofMillis(100));
    assertTrue(found.sources().isEmpty());
    assertEquals(
        List.of(
            new Absence(
                "nvml",
                "unreadable: NVML has not answered for 0.1 s, so the run goes on without it")),
        found.absences());
  }

  @Test
  void aDriverThatHangsLaterSaysSoUntilItIsBack() throws Exception {
    start();
    found = NvmlSources.live(nvml.locator());
    assertEquals(5000, value("energy"), 1e-9);
    nvml.says("slow nvmlDeviceGetTotalEnergyConsumption 2000");
    assertTrue(reason(readOnce("energy")).startsWith("unreadable: NVML has not answered for "));
    assertTrue(reason(readOnce("clock-core")).startsWith("unreadable: NVML has not answered for "));
    nvml.says();
    Reading<List<Sample>> back = read("energy");
    while (!back.isPresent()) {
      Thread.sleep(20);
      back = read("energy");
    }
    assertEquals(5000, back.asOptional().orElseThrow().getLast().value(), 1e-9);
  }

  @Test
  void aMachineWithoutTheLibrarySaysSoOnce() {
    found = NvmlSources.live(new NvmlLocator(Optional.empty(), List.of(folder)));
    assertEquals(1, found.absences().size());
    assertTrue(found.absences().getFirst().reason().startsWith("absent: no libnvidia-ml.so.1"));
  }
}
