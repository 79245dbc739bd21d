package assay.bench.sustain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.subject.SliceWatch;
import assay.reports.record.Sustained.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** With a clock that only operations and looks move. */
class SustainedLoopTest {

  private static final long SECOND = 1_000_000_000L;

  private long now = 12_345;
  private long operationNanos = SECOND / 100;
  private int looks;
  private int wrongAtLook = Integer.MAX_VALUE;
  private final List<SliceLine> lines = new ArrayList<>();

  private final SustainedLoop.Load load =
      new SustainedLoop.Load() {
        @Override
        public void run() {
          now += 10 * operationNanos;
        }

        @Override
        public long operations() {
          return 10;
        }

        @Override
        public Optional<String> look() {
          now += SECOND;
          looks++;
          return looks >= wrongAtLook ? Optional.of("3 of 64 outputs") : Optional.empty();
        }
      };

  private Optional<String> run(double startSeconds, double seconds) throws Exception {
    return new SustainedLoop(
            load,
            () -> new SliceWatch.Seen(Map.of(), List.of("heat"), Map.of("ue_count", 1.0)),
            lines::add,
            () -> now)
        .run(startSeconds, seconds);
  }

  private List<Slice> slices() {
    return lines.stream()
        .filter(SliceLine.Taken.class::isInstance)
        .map(line -> ((SliceLine.Taken) line).slice())
        .toList();
  }

  private double seconds() {
    return slices().stream().mapToDouble(Slice::seconds).sum();
  }

  @Test
  void slicesFollowOneAnother() throws Exception {
    assertTrue(run(0, 30).isEmpty());
    assertEquals(6, slices().size());
    assertEquals(new Slice(0, 5, 500, 5 * SECOND, Map.of(), List.of("heat")), slices().getFirst());
    assertEquals(25, slices().getLast().startSeconds(), 1e-9);
    assertEquals(0, looks);
  }

  @Test
  void aRestMakesTheLastSliceLongerOrOneOfItsOwn() throws Exception {
    run(0, 12);
    assertEquals(List.of(5.0, 7.0), slices().stream().map(Slice::seconds).toList());
    lines.clear();
    run(0, 13);
    assertEquals(List.of(5.0, 5.0, 3.0), slices().stream().map(Slice::seconds).toList());
  }

  @Test
  void outputsAreLookedAtEveryMinuteOutsideSlices() throws Exception {
    run(0, 600);
    assertEquals(600, seconds(), 1e-6);
    assertEquals(9, looks, "the last check is not the loop's");
    Slice before = slices().get(11);
    Slice after = slices().get(12);
    assertEquals(60, before.startSeconds() + before.seconds(), 1e-9);
    assertEquals(61, after.startSeconds(), 1e-9);
  }

  @Test
  void aWrongResultEndsItAndSaysWhen() throws Exception {
    wrongAtLook = 3;
    assertEquals(Optional.of("after 3m2s of load: 3 of 64 outputs"), run(0, 3600));
    assertEquals(180, seconds(), 1e-6);
    assertEquals("3 of 64 outputs", ((SliceLine.Looked) lines.getLast()).fault());
  }

  @Test
  void anOperationLongerThanASliceIsASlice() throws Exception {
    operationNanos = SECOND;
    run(0, 30);
    assertEquals(List.of(10.0, 10.0, 10.0), slices().stream().map(Slice::seconds).toList());
  }

  @Test
  void whatIsGoneOnWithBeginsLater() throws Exception {
    run(500.25, 10);
    assertEquals(List.of(500.25, 505.25), slices().stream().map(Slice::startSeconds).toList());
  }
}
