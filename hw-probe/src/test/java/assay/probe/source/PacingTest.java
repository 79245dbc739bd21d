package assay.probe.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Polled;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Scope;
import assay.probe.telemetry.Source;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Sources that are asked less often than the sampler's rounds, on a clock of the test's own. */
class PacingTest {

  private static final long SECOND = 1_000_000_000;

  private static final Channel CHANNEL = Channel.of("a", "", Measure.EVENTS, Scope.CHIP, "", "/a");

  private final AtomicLong now = new AtomicLong(7 * SECOND);
  private final AtomicInteger asked = new AtomicInteger();

  private Reading<Double> count() {
    return Reading.of((double) asked.incrementAndGet(), "1", "/a");
  }

  private static List<Sample> samples(Source source) {
    return source.read().asOptional().orElseThrow();
  }

  @Test
  void pacedAsksAgainOnlyWhenItIsTime() {
    Paced paced = new Paced(new Polled(CHANNEL, this::count), 1, now::get);
    assertEquals(1, samples(paced).size());
    now.addAndGet(SECOND - 1);
    assertEquals(List.of(), samples(paced));
    now.addAndGet(1);
    assertEquals(2, samples(paced).getFirst().value());
    assertEquals(2, asked.get());
  }

  @Test
  void sweepIsReadOnceForAllItsChannelsAndSeldomWhereItIsSlow() {
    Sweep sweep =
        Sweep.of(
            0.1,
            () -> {
              asked.incrementAndGet();
              now.addAndGet(SECOND / 1000);
              return Reading.of(new double[] {1, 3}, "", "");
            },
            now::get);
    Source least = sweep.source(CHANNEL, Folds::least);
    Source mean = sweep.source(CHANNEL, Folds::mean);
    assertEquals(1, samples(least).getFirst().value());
    assertEquals(2, samples(mean).getFirst().value());
    assertEquals(1, asked.get());
    now.addAndGet(SECOND / 4);
    assertEquals(List.of(), samples(least), "1 ms of 250 is more than one part in 500");
    now.addAndGet(SECOND / 4);
    assertEquals(1, samples(least).size());
    assertEquals(1, samples(mean).size());
    assertEquals(2, asked.get());
  }

  @Test
  void heartbeatThatStandsStillIsAFailure() {
    double[] beats = {5};
    Heartbeat heart =
        new Heartbeat(CHANNEL, () -> Reading.of(beats[0], "1", "/tt_heartbeat"), now::get);
    assertTrue(heart.read().isPresent());
    now.addAndGet(5 * SECOND);
    assertTrue(heart.read().isPresent());
    now.addAndGet(SECOND);
    assertEquals(
        Reading.unreadable(
            "/tt_heartbeat has stood at 5 for 6 s, so the firmware behind it does not live"),
        heart.read());
    beats[0] = 6;
    assertTrue(heart.read().isPresent());
  }

  @Test
  void busyTimeBecomesAShareOfTheTimeBetween() {
    double[] micros = {1e6};
    BusyShare share = new BusyShare(CHANNEL, () -> Reading.of(micros[0], "1", "/b"), now::get);
    assertEquals(List.of(), samples(share));
    now.addAndGet(2 * SECOND);
    micros[0] += 5e5;
    assertEquals(0.25, samples(share).getFirst().value(), 1e-12);
    assertEquals(List.of(), samples(share), "the driver wants no more than one reading a second");
    now.addAndGet(SECOND);
    micros[0] = 0;
    assertFalse(share.read().isPresent(), "it went back");
  }

  @Test
  void readsTheTotalOfLinkErrorsAndNothingElse() {
    List<String> lines = List.of("RxErr 4", "TOTAL_ERR_COR 7");
    assertEquals(7, AerSources.parse(lines, "TOTAL_ERR_COR", "f").asOptional().orElseThrow());
    for (String bad : List.of("TOTAL_ERR_COR", "TOTAL_ERR_COR -1", "TOTAL_ERR_COR x", "")) {
      assertEquals(
          Reading.unreadable("f has no line of TOTAL_ERR_COR and a count"),
          AerSources.parse(List.of(bad), "TOTAL_ERR_COR", "f"));
    }
  }
}
