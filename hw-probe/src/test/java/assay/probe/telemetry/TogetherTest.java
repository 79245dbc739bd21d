package assay.probe.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A vendor's library that answers, answers late, or never. */
@Timeout(60)
class TogetherTest {

  private static final long HOUR_NANOS = 3_600_000_000_000L;

  private final AtomicInteger asked = new AtomicInteger();
  private volatile CountDownLatch gate = new CountDownLatch(0);

  private static Channel channel(String id) {
    return Channel.of(id, "", Measure.POWER, Scope.BOARD, "0", "a function");
  }

  private Source counting(String id) {
    return new Polled(
        channel(id),
        () -> {
          try {
            gate.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return Reading.of((double) asked.incrementAndGet(), "W", "a function");
        });
  }

  /** However busy the machine that runs the test is. */
  private static List<Source> unhurried(Source... sources) {
    return Together.of(new VendorThread("Test"), List.of(sources), HOUR_NANOS, HOUR_NANOS);
  }

  private static double value(Source source) {
    return Steady.read(source).asOptional().orElseThrow().getLast().value();
  }

  private static String reason(Reading<?> reading) {
    return ((Reading.Unavailable<?>) reading).reason();
  }

  @Test
  void oneRoundReadsAll() {
    List<Source> both = unhurried(counting("a"), counting("b"));
    for (int i = 0; i < 4; i++) {
      both.get(0).read();
      both.get(1).read();
      assertEquals(2 * (i + 1), asked.get());
    }
  }

  @Test
  void whatNobodyFetchesIsLeftOut() {
    List<Source> both = unhurried(counting("a"), counting("b"));
    for (int i = 0; i < 20; i++) {
      both.get(0).read();
    }
    assertTrue(asked.get() <= 24, asked + " calls");
    assertTrue(value(both.get(1)) > 0);
  }

  @Test
  void aHungCallCostsItsOwnSourcesOnly() throws Exception {
    List<Source> hung =
        Together.of(new VendorThread("Broken"), List.of(counting("a"), counting("b")));
    Source other = new Polled(channel("c"), () -> Reading.of(7.0, "W", "a file"));
    gate = new CountDownLatch(1);
    try (Sampler sampler = Sampler.start(List.of(hung.get(0), hung.get(1), other), 100)) {
      sampler.mark();
      Recording recording = sampler.take();
      assertEquals(0, recording.traces().get(0).size());
      assertTrue(
          recording
              .traces()
              .get(0)
              .gaps()
              .getFirst()
              .reason()
              .startsWith("unreadable: Broken has not answered for "));
      assertTrue(recording.traces().get(2).size() >= 2);
      gate.countDown();
      int seen = 0;
      while (seen == 0) {
        Thread.sleep(5);
        seen = sampler.take().traces().get(1).size();
      }
    }
  }

  @Test
  void aLateAnswerHasNoMoment() {
    Reading<List<Sample>> late =
        Polled.stamped(channel("a"), Reading.of(5.0, "W", "f"), 0, 1_200_000_000L);
    assertEquals(
        "unresolved: a function took 1.2 s to answer, so nobody can tell when its value held",
        reason(late));
    Reading<List<Sample>> soon = Polled.stamped(channel("a"), Reading.of(5.0, "W", "f"), 10, 20);
    assertEquals(List.of(new Sample(15, 5)), soon.asOptional().orElseThrow());
    assertTrue(
        reason(Polled.stamped(channel("a"), Reading.of(Double.NaN, "W", "f"), 0, 1))
            .startsWith("unreadable"));
  }

  @Test
  void samplesOfABufferAreNotLostBetweenRounds() throws Exception {
    Source buffer =
        new Source() {
          @Override
          public Channel channel() {
            return TogetherTest.channel("buffer");
          }

          @Override
          public Reading<List<Sample>> read() {
            long now = System.nanoTime();
            return Reading.of(List.of(new Sample(now, asked.incrementAndGet())), "W", "buffer");
          }
        };
    List<Source> both = unhurried(new Polled(channel("a"), () -> Reading.of(1.0, "W", "")), buffer);
    for (int i = 0; i < 3; i++) {
      both.get(0).read();
    }
    assertEquals(
        List.of(1.0, 2.0, 3.0),
        both.get(1).read().asOptional().orElseThrow().stream().map(Sample::value).toList());
  }

  @Test
  void aSourceThatThrowsIsAReason() {
    Supplier<Reading<Double>> broken =
        () -> {
          throw new IllegalStateException("no such function");
        };
    Source source = unhurried(new Polled(channel("a"), broken)).getFirst();
    assertTrue(reason(source.read()).contains("no such function"));
  }

  @Test
  void workThatTakesTooLongIsAReason() {
    gate = new CountDownLatch(1);
    Reading<Integer> answer =
        new VendorThread("Broken")
            .call(
                Duration.ofMillis(50),
                () -> {
                  counting("a").read();
                  return Reading.of(1, "", "");
                });
    gate.countDown();
    assertEquals(
        "unreadable: Broken has not answered for 0.1 s, so the run goes on without it",
        reason(answer));
  }

  @Test
  void whatALibraryTakesIsTheSamplersCost() throws Exception {
    Source busy =
        new Polled(
            channel("busy"),
            () -> {
              long until = System.nanoTime() + 5_000_000;
              while (System.nanoTime() < until) {
                Thread.onSpinWait();
              }
              return Reading.of(1.0, "W", "a function");
            });
    long before = VendorThread.cpuNanos();
    try (Sampler sampler =
        Sampler.startAtAnyCost(Together.of(new VendorThread("Test"), List.of(busy)), 100)) {
      while (sampler.take().rounds() < 10) {
        Thread.sleep(5);
      }
      assertTrue(VendorThread.cpuNanos() - before > 10_000_000);
      assertTrue(sampler.take().cost().asOptional().orElseThrow() > 0.01);
    }
  }
}
