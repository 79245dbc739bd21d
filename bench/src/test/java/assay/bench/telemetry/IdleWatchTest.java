package assay.bench.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import assay.probe.energy.Estimate;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdleWatchTest {

  private static final Channel COUNTER =
      Recordings.channel("nvml/energy", Measure.ENERGY).updatedEvery(0.1, "a test");

  private static final Reading<Double> QUIET = Reading.of(0.02, "1", "a test");

  /** 40 W by a counter that is renewed every 100 ms, and asked a little less often. */
  private static Reading<Estimate> look(double seconds, double phase, Reading<Double> foreign) {
    var trace =
        Recordings.trace(
            COUNTER, 0, seconds + 2, 0.101, at -> 1000 + 4 * Math.floor((at + phase) / 0.1));
    Window window = new Window(1_000_000_000, Math.round((1 + seconds) * Recordings.SECOND));
    return IdleWatch.powers(Recordings.of(trace), window, foreign).getFirst().watts();
  }

  @Test
  void aCounterIsLookedAtForLongEnoughWhateverItsPhase() {
    double seconds = IdleWatch.seconds(List.of(COUNTER), 10, 60);
    for (double phase = 0; phase < 0.1; phase += 0.007) {
      Reading<Estimate> watts = look(seconds, phase, QUIET);
      assertTrue(watts.isPresent(), watts::toString);
      assertEquals(40, watts.asOptional().orElseThrow().value(), 0.4);
    }
  }

  @Test
  void slowAndUnknownSensorsGetTheirTime() {
    Channel meter = Recordings.channel("meter/power", Measure.POWER);
    assertEquals(25, IdleWatch.seconds(List.of(meter), 10, 60));
    assertEquals(50, IdleWatch.seconds(List.of(meter), 0.5, 60));
    Channel mean = meter.updatedEvery(0.1, "a test").averagedOver(1, "a test");
    assertEquals(12.5, IdleWatch.seconds(List.of(mean), 10, 60));
    Channel rapl = Recordings.channel("rapl", Measure.ENERGY).updatedEvery(1e-3, "a test");
    assertEquals(1, IdleWatch.seconds(List.of(rapl), 10, 60));
    Channel clock = Recordings.channel("clock", Measure.CLOCK);
    assertEquals(1, IdleWatch.seconds(List.of(rapl, clock), 10, 60));
  }

  /**
   * A laptop's battery is renewed twice a minute; its RAPL is not looked at for minutes for that.
   */
  @Test
  void oneThatIsHopelessIsNotWaitedFor() {
    Channel battery = Recordings.channel("battery/power", Measure.POWER).updatedEvery(30, "a test");
    assertEquals(25, IdleWatch.seconds(List.of(battery, COUNTER), 10, 25));
    assertEquals(1, IdleWatch.seconds(List.of(battery), 10, 60));
  }

  @Test
  void aBusyMachineIsNotAtRest() {
    Reading<Estimate> watts = look(30, 0, Reading.of(0.6, "1", "a test"));
    assertEquals(
        Reading.unresolved("the machine was not idle: other programs took 60 % of its CPU time"),
        watts);
    assertTrue(look(30, 0, Reading.unavailable("nobody knows")).isPresent());
  }
}
