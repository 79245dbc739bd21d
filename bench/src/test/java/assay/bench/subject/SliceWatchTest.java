package assay.bench.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.HostState;
import assay.probe.Reading;
import assay.probe.Root;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Scope;
import assay.probe.telemetry.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SliceWatchTest {

  private record Fake(Channel channel, Supplier<Reading<Double>> value) implements Source {

    static Fake of(String id, Measure measure, Scope scope, Supplier<Reading<Double>> value) {
      return new Fake(Channel.of(id, id + " label", measure, scope, "0", "test"), value);
    }

    @Override
    public Reading<List<Sample>> read() {
      return value.get().map(number -> List.of(new Sample(System.nanoTime(), number)));
    }
  }

  private static SliceWatch watch(List<Source> sensors) {
    return new SliceWatch(
        () -> HostState.read(Root.at(Path.of("/nonexistent"))), Optional.empty(), sensors, 100);
  }

  private static Reading<Double> watts(double watts) {
    return Reading.of(watts, "W", "test");
  }

  private static double value(SliceWatch.Seen seen, String id) {
    return seen.means().get(id).asOptional().orElseThrow();
  }

  @Test
  void aMachineThatTellsNothingHasReasons() {
    try (SliceWatch watch = watch(List.of())) {
      SliceWatch.Seen seen = watch.next();
      assertEquals(watch.channels().size(), seen.means().size());
      assertFalse(seen.means().get(SliceWatch.CLOCK).isPresent());
      assertTrue(seen.throttled().isEmpty());
    }
  }

  @Test
  void sensorsAreInTheSliceThatTheySpokeIn() throws InterruptedException {
    double[] power = {40};
    double[] held = {0};
    Source watts = Fake.of("p", Measure.POWER, Scope.PACKAGE, () -> watts(power[0]));
    Source brake =
        Fake.of("t", Measure.THROTTLED, Scope.CHIP, () -> Reading.of(held[0], "s", "test"));
    Source gone =
        Fake.of("g", Measure.TEMPERATURE, Scope.CHIP, () -> Reading.denied("no reading of g"));
    try (SliceWatch watch = watch(List.of(watts, brake, gone))) {
      Thread.sleep(100);
      SliceWatch.Seen first = watch.next();
      assertEquals(40, value(first, "p"), 1e-9);
      assertEquals(List.of(), first.throttled());
      assertEquals("no permission: no reading of g", reason(first, "g"));
      assertTrue(first.means().containsKey(SliceWatch.SAMPLING));
      power[0] = 20;
      held[0] = 0.5;
      Thread.sleep(300);
      SliceWatch.Seen second = watch.next();
      // The reading at the edge is of both slices, and a busy machine takes few others.
      assertTrue(value(second, "p") <= 30, "" + value(second, "p"));
      assertEquals(List.of("t label"), second.throttled());
    }
  }

  @Test
  void eventsAreCountedAndNotDrawn() throws InterruptedException {
    double[] errors = {1000};
    Source edac =
        Fake.of(
            "edac/mc0/ue_count",
            Measure.EVENTS,
            Scope.CORE,
            () -> Reading.of(errors[0], "1", "test"));
    try (SliceWatch watch = watch(List.of(edac))) {
      SliceWatch.Seen quiet = watch.next();
      assertFalse(quiet.means().containsKey("edac/mc0/ue_count"));
      assertEquals(Map.of("edac/mc0/ue_count", 0.0), quiet.counted());
      errors[0] = 1002;
      assertEquals(Map.of("edac/mc0/ue_count", 2.0), watch.next().counted());
      errors[0] = 1003;
      assertEquals(Map.of("edac/mc0/ue_count", 1.0), watch.next().counted());
      assertTrue(
          watch.channels().stream()
              .noneMatch(each -> each.measure() == Measure.EVENTS && each.id().startsWith("edac")));
    }
  }

  private static String reason(SliceWatch.Seen seen, String id) {
    return ((Reading.Unavailable<Double>) seen.means().get(id)).reason();
  }

  @Test
  void aServersHundredsOfChannelsAreNotAllKept() {
    List<Source> many = new ArrayList<>();
    IntStream.range(0, 256)
        .forEach(i -> many.add(Fake.of("c" + i, Measure.CLOCK, Scope.CORE, () -> watts(1))));
    IntStream.range(0, 100)
        .forEach(i -> many.add(Fake.of("t" + i, Measure.TEMPERATURE, Scope.RAIL, () -> watts(1))));
    many.add(Fake.of("busy", Measure.TIME, Scope.MACHINE, () -> watts(1)));
    many.add(Fake.of("power", Measure.POWER, Scope.MACHINE, () -> watts(1)));
    many.add(Fake.of("errors", Measure.EVENTS, Scope.CORE, () -> watts(1)));
    List<Source> kept = new ArrayList<>(SliceWatch.kept(many));
    assertEquals(65, kept.size());
    assertEquals("errors", kept.removeLast().channel().id());
    assertEquals("power", kept.getFirst().channel().id());
    assertTrue(kept.stream().noneMatch(source -> source.channel().scope() == Scope.CORE));
    assertTrue(kept.stream().noneMatch(source -> source.channel().id().equals("busy")));
  }
}
