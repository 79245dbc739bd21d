package assay.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Recording;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Sampler;
import assay.probe.telemetry.Scope;
import assay.probe.telemetry.Source;
import assay.probe.telemetry.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SamplerTest {

  private static final Channel POWER =
      Channel.of("power", "", Measure.POWER, Scope.PACKAGE, "0", "a test");

  private static Source source(Supplier<Reading<List<Sample>>> answer) {
    return new Source() {
      @Override
      public Channel channel() {
        return POWER;
      }

      @Override
      public Reading<List<Sample>> read() {
        return answer.get();
      }
    };
  }

  private static Reading<List<Sample>> one(long nanos, double value) {
    return Reading.of(List.of(new Sample(nanos, value)), "W", "a test");
  }

  /** A sampler so slow that only marks read. */
  private static Sampler slow(Source source) {
    return Sampler.start(List.of(source), 0.001);
  }

  @Test
  void marksReadAndTakingKeepsTheLast() {
    try (Sampler sampler = slow(source(() -> one(System.nanoTime(), 5)))) {
      sampler.mark();
      assertEquals(2, trace(sampler).size());
      sampler.mark();
      Trace next = trace(sampler);
      assertEquals(2, next.size());
      assertTrue(next.nanos()[0] < next.nanos()[1]);
    }
  }

  private static Trace trace(Sampler sampler) {
    return sampler.take().traces().getFirst();
  }

  @Test
  void asksAgainAndAgain() throws InterruptedException {
    try (Sampler sampler = Sampler.start(List.of(source(() -> one(System.nanoTime(), 5))), 1000)) {
      for (int i = 0; i < 500 && sampler.take().rounds() < 20; i++) {
        Thread.sleep(10);
      }
      Recording seen = sampler.take();
      assertTrue(seen.rounds() >= 20, () -> seen.rounds() + " rounds");
      assertTrue(seen.cost().isPresent());
    }
  }

  @Test
  void manySamplesAtOnceAndNoneAreBothFine() {
    List<Sample> buffer = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      buffer.add(new Sample(i, i));
    }
    try (Sampler sampler = slow(source(() -> Reading.of(List.copyOf(buffer), "W", "a test")))) {
      buffer.clear();
      sampler.mark();
      assertEquals(100, trace(sampler).size());
    }
  }

  /** A thousandth of the samples would do; memory must not grow with the hours. */
  @Test
  void memoryIsBounded() {
    long[] time = {0};
    try (Sampler sampler = slow(source(() -> one(time[0] += 1000, time[0])))) {
      for (int i = 0; i < 100_000; i++) {
        sampler.mark();
      }
      Trace trace = trace(sampler);
      assertTrue(trace.size() <= 1 << 15, () -> trace.size() + " samples");
      assertEquals(1000, trace.nanos()[0]);
      assertEquals(time[0], trace.nanos()[trace.size() - 1], 10_000);
    }
  }

  @Test
  void refusalsAndNonsenseAreGapsNotNumbers() {
    List<Reading<List<Sample>>> answers =
        new ArrayList<>(
            List.of(
                one(10, 1),
                Reading.absent("the file is gone"),
                one(5, 2),
                one(20, Double.NaN),
                one(30, 3)));
    try (Sampler sampler = slow(source(() -> answers.removeFirst()))) {
      while (!answers.isEmpty()) {
        sampler.mark();
      }
      Trace trace = trace(sampler);
      assertEquals(2, trace.size());
      assertEquals(3, trace.gaps().size());
      assertEquals("absent: the file is gone", trace.gaps().getFirst().reason());
    }
  }

  @Test
  void oneThatThrowsIsAGap() {
    Source broken =
        source(() -> {
          throw new IllegalStateException("no such register");
        });
    try (Sampler sampler =
        Sampler.start(List.of(broken, source(() -> one(System.nanoTime(), 5))), 0.001)) {
      List<Trace> traces = sampler.take().traces();
      assertTrue(traces.get(0).gaps().getFirst().reason().contains("no such register"));
      assertEquals(1, traces.get(1).size());
    }
  }

  /** As a file of a GPU in reset does: whoever measures goes on, and is told who hangs. */
  @Test
  void oneThatNeverAnswersStopsNobody() {
    CountDownLatch released = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    Source hanging =
        source(() -> {
          if (calls.incrementAndGet() > 1) {
            try {
              released.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          return one(System.nanoTime(), 5);
        });
    try (Sampler sampler = slow(hanging)) {
      sampler.mark();
      sampler.mark();
      Trace trace = trace(sampler);
      assertEquals(0, trace.size());
      assertTrue(trace.gaps().getFirst().reason().contains("power does not answer"));
      released.countDown();
    }
  }

  @Test
  void ratesHaveLimits() {
    for (double hertz : new double[] {0, -1, 1001, Double.NaN}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> Sampler.start(List.of(source(() -> one(1, 1))), hertz));
    }
  }
}
