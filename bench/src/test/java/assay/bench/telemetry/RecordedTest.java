package assay.bench.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.probe.energy.Estimate;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Window;
import assay.reports.record.Telemetry;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecordedTest {

  private static final String BUSY = "other programs took 60 % of the CPU time";

  /** Ten seconds each, one after the other. */
  private static List<Window> windows(int count) {
    return IntStream.range(0, count).mapToObj(i -> window(10 * i, 10 * i + 9.99)).toList();
  }

  private static Window window(double from, double to) {
    return new Window(Math.round(from * 1e9), Math.round(to * 1e9));
  }

  @Test
  void aWindowThatIsLeftOutIsNotJoinedOver() {
    List<Window> all = windows(5);
    assertEquals(List.of(window(0, 49.99)), Recorded.counted(all, List.of()));
    assertEquals(List.of(window(0, 49.99)), Recorded.counted(all, List.of("", "", "", "", "")));
    assertEquals(
        List.of(window(0, 19.99), window(30, 49.99)),
        Recorded.counted(all, List.of("", "", BUSY, "", "")));
    assertEquals(
        List.of(window(10, 39.99)), Recorded.counted(all, List.of(BUSY, "", "", "", BUSY)));
  }

  @Test
  void whatANeighbourDrewIsNotTheCases() {
    Channel power =
        Recordings.channel("p", Measure.POWER)
            .updatedEvery(0.1, "a test")
            .averagedOver(0, "a test");
    var trace = Recordings.trace(power, -1, 60, 0.1, at -> at > 20.05 && at < 29.95 ? 90 : 50);
    Telemetry record = Recorded.of(Recordings.of(trace), windows(5), List.of("", "", BUSY, "", ""));
    Estimate watts = record.energies().getFirst().watts().asOptional().orElseThrow();
    assertEquals(50, watts.value(), 0.3);
    assertEquals(4 * 9.99, record.energies().getFirst().seconds(), 1e-6);
    assertEquals(5, record.windows().size());
  }
}
