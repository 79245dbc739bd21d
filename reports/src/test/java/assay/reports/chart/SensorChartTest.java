package assay.reports.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import assay.reports.record.CaseRecord;
import assay.reports.record.RunRecord;
import assay.reports.record.Sustained;
import assay.reports.record.Telemetry.Strip;
import assay.reports.sample.SampleCase;
import assay.reports.sample.SampleCourse;
import assay.reports.sample.SampleDevice;
import assay.reports.sample.SampleEnergy;
import assay.reports.sample.SampleRun;
import assay.reports.summary.RunSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which of many sensors a picture speaks of, and what it says of time that was held back. */
class SensorChartTest {

  private static final String ADDRESS = SampleDevice.DEVICE.pciAddress();

  private final CaseRecord plain =
      new SampleCase(3).matmul("q4_K", 4096, 512, 4096, "vector", 1e6, 1e-6);

  private CaseRecord host() {
    Channel box = SampleEnergy.channel("rapl/package-0", Scope.PACKAGE);
    return SampleEnergy.metered(plain, box, 100);
  }

  private CaseRecord device() {
    CaseRecord on = SampleDevice.onDevice(plain, "cuda", "cold", "f16");
    Channel board = Channel.of("nvml/energy", "", Measure.ENERGY, Scope.BOARD, ADDRESS, "nvml");
    return SampleEnergy.metered(on, board, 300);
  }

  private static Strip strip(String id, Measure measure, Scope scope, String part, double value) {
    Channel channel = Channel.of(id, "", measure, scope, part, "sample");
    return new Strip(
        channel,
        new double[] {0, 1, 2, 3, 4},
        new double[] {value, value, value, value, value},
        "");
  }

  private static Chart chart(RunRecord run) {
    return Charts.of(RunSummary.of(run)).energy().stream()
        .filter(each -> each.id().startsWith("strips"))
        .findFirst()
        .orElseThrow();
  }

  private static String title(CaseRecord onHost) {
    return chart(SampleRun.of(List.of(onHost), "cpu")).title();
  }

  @Test
  void aDeviceRunsAtTheClockOfItsChipAndNotOfItsMemory() {
    CaseRecord seen =
        SampleEnergy.beside(
            device(),
            strip("nvml/clock-memory", Measure.CLOCK, Scope.MEMORY, ADDRESS, 3.2e9),
            strip("nvml/clock-core", Measure.CLOCK, Scope.CHIP, ADDRESS, 1.98e9),
            strip("cpufreq/mean", Measure.CLOCK, Scope.CORE, "mean", 4e9));
    Chart chart = chart(SampleDevice.of(List.of(seen)));
    assertTrue(chart.title().contains("runs at 1.98\u2009GHz"), chart.title());
    assertTrue(chart.table().rows().toString().contains("nvml/clock-core"), chart.title());
    assertFalse(chart.table().rows().toString().contains("clock-memory"), chart.title());
  }

  @Test
  void theProcessorsClockIsNotThatOfACardBesideIt() {
    Strip memory = strip("nvml/clock-memory", Measure.CLOCK, Scope.MEMORY, ADDRESS, 9e9);
    Strip card = strip("nvml/clock-core", Measure.CLOCK, Scope.CHIP, ADDRESS, 8e9);
    Strip cores = strip("cpufreq/mean", Measure.CLOCK, Scope.CORE, "mean", 3e9);
    assertTrue(
        title(SampleEnergy.beside(host(), memory, card, cores)).contains("runs at 3.00\u2009GHz"),
        () -> title(SampleEnergy.beside(host(), memory, card, cores)));
    assertFalse(title(SampleEnergy.beside(host(), memory, card)).contains("runs at"));
  }

  /** The sustained picture draws the same clock, so that throttling shows. */
  @Test
  void aLoadIsDrawnBesideItsOwnClock() {
    Channel memory =
        Channel.of("nvml/clock-memory", "", Measure.CLOCK, Scope.MEMORY, ADDRESS, "nvml");
    Sustained course =
        with(SampleCourse.of(900, 5, SampleCourse.drop(300, 0.7), 0.01, 3), memory, 9e9);
    String rows = sustained(course).table().rows().toString();
    assertTrue(rows.contains("first minute"), rows);
    List<String> labels =
        SensorPanels.of(lines(course), new assay.reports.summary.Meter(true, "")).stream()
            .map(TimePanels.Panel::label)
            .toList();
    assertTrue(labels.stream().anyMatch(each -> each.contains("cpufreq/mean")), labels::toString);
    assertTrue(labels.stream().noneMatch(each -> each.contains("memory")), labels::toString);
  }

  private static List<SensorPanels.Line> lines(Sustained course) {
    return course.channels().stream()
        .map(channel ->
            new SensorPanels.Line(
                channel,
                course.slices().stream().mapToDouble(Sustained.Slice::startSeconds).toArray(),
                course.slices().stream()
                    .mapToDouble(each -> each.means().get(channel.id()).asOptional().orElseThrow())
                    .toArray()))
        .toList();
  }

  private Chart sustained(Sustained course) {
    CaseRecord load = SampleEnergy.sustained(plain, course);
    return Charts.of(RunSummary.of(SampleRun.of(List.of(load), "cpu"))).energy().stream()
        .filter(each -> each.id().startsWith("sustained"))
        .findFirst()
        .orElseThrow();
  }

  private static Sustained with(Sustained course, Channel channel, double value) {
    List<Channel> channels = new ArrayList<>(course.channels());
    channels.add(channel);
    return new Sustained(
        course.askedSeconds(),
        channels,
        course.slices().stream()
            .map(each -> {
              var means = new TreeMap<>(each.means());
              means.put(channel.id(), Reading.of(value, channel.measure().unit(), "sample"));
              return new Sustained.Slice(
                  each.startSeconds(),
                  each.seconds(),
                  each.operations(),
                  each.nanos(),
                  means,
                  each.throttled());
            })
            .toList());
  }

  /** A millisecond in a second is not a second. */
  @Test
  void heldBackIsTheTimeThatTheCounterCounted() {
    String title =
        title(
            SampleEnergy.beside(
                host(), strip("throttle", Measure.THROTTLED, Scope.PACKAGE, "0", 0.001)));
    assertTrue(title.endsWith("held back for 5.00\u2009ms of it"), title);
  }

  @Test
  void slicesThatWereHeldBackAreNotAllHeldBack() {
    Channel counter =
        Channel.of("throttle", "heat", Measure.THROTTLED, Scope.PACKAGE, "0", "sample");
    Sustained course = SampleCourse.of(900, 5, SampleCourse.drop(300, 0.7), 0.01, 3);
    String bare = sustained(course).subtitle();
    assertTrue(bare.contains("in slices of 10\u2009min in all"), bare);
    assertFalse(bare.contains("counted"), bare);
    String counted = sustained(with(course, counter, 0.02)).subtitle();
    assertTrue(
        counted.contains("in slices of 10\u2009min in all, 18\u2009s of it counted"), counted);
  }

  @Test
  void aSilentSensorDoesNotSayThatNothingHappened() {
    Strip said = strip("throttle", Measure.THROTTLED, Scope.PACKAGE, "0", 0);
    assertTrue(title(SampleEnergy.beside(host(), said)).endsWith("; nothing held it back"));
    Strip never = new Strip(said.channel(), new double[0], new double[0], "it hangs");
    Strip ended = new Strip(said.channel(), said.seconds(), said.values(), "it hangs");
    Strip others = strip("nvml/throttled", Measure.THROTTLED, Scope.BOARD, ADDRESS, 0);
    for (Strip each : List.of(never, ended, others)) {
      String title = title(SampleEnergy.beside(host(), each));
      assertEquals("no sensor tells whether it was held back", title.split("; ")[1], title);
    }
  }
}
