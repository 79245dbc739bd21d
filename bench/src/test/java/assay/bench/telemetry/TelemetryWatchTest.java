package assay.bench.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Source;
import assay.probe.telemetry.Trace;
import assay.probe.telemetry.Window;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TelemetryWatchTest {

  /** Counts how often it was asked. */
  private static final class Counting implements Source {
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();

    @Override
    public Channel channel() {
      return Recordings.channel("throttle/asked", Measure.EVENTS);
    }

    @Override
    public Reading<List<Sample>> read() {
      return Reading.of(
          List.of(new Sample(System.nanoTime(), asked.incrementAndGet())), "1", "a test");
    }

    @Override
    public void close() {
      closed.set(true);
    }
  }

  @Test
  void everySourceIsReadAtBothEndsOfEachWindow() {
    Counting source = new Counting();
    // So seldom that only the marks read it.
    try (var watch = TelemetryWatch.start(List.of(source), new Sensing(0.01, List.of()), false)) {
      for (int i = 0; i < 3; i++) {
        watch.begin();
        watch.end();
        watch.end();
      }
      assertEquals(1 + 2 * 3, source.asked.get());
      assertEquals(3, watch.windows().size());
      Trace trace = watch.recording().orElseThrow().traces().getFirst();
      for (int i = 0; i < 3; i++) {
        Window window = watch.windows().get(i);
        assertEquals(1 + 2 * i, trace.lastUpTo(window.fromNanos()), "read just before it");
        assertEquals(2 + 2 * i, trace.firstFrom(window.toNanos()), "and just after");
      }
      // From the reading that opens the first window to the one that ends the last.
      assertEquals(5, watch.readings().get("throttle/asked").asOptional().orElseThrow());
    }
    assertTrue(source.closed.get());
  }

  @Test
  void whileAnotherMeasuresNobodyIsAsked() throws InterruptedException {
    Counting source = new Counting();
    try (var watch = TelemetryWatch.start(List.of(source), new Sensing(1000, List.of()), true)) {
      watch.begin();
      watch.end();
      // A round that was under way may still end.
      Thread.sleep(20);
      int before = source.asked.get();
      Thread.sleep(50);
      assertEquals(before, source.asked.get());
      watch.begin();
      watch.end();
      assertTrue(source.asked.get() > before);
    }
  }

  @Test
  void rateZeroAsksNobody() {
    Counting source = new Counting();
    try (var watch = TelemetryWatch.start(List.of(source), Sensing.NONE, false)) {
      watch.begin();
      watch.end();
      assertNull(watch.toRecord(List.of()));
      assertEquals(0, source.asked.get());
      assertTrue(source.closed.get());
      assertEquals(1, watch.windows().size());
    }
  }

  @Test
  void withoutAWindowThereIsNothingToTell() {
    try (var watch = TelemetryWatch.start(List.of(new Counting()), Sensing.USUAL, false)) {
      assertNull(watch.toRecord(List.of()));
      assertTrue(watch.readings().isEmpty());
    }
  }
}
