package assay.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.reports.record.ForkRecord;
import assay.reports.record.ForkRecord.Iteration;
import assay.reports.record.Sustained;
import assay.reports.record.Sustained.Slice;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadCourseTest {

  /** Six minutes and a half of slices of 30 s, the second half as given. */
  private static ForkRecord load(String excluded) {
    List<Slice> slices =
        IntStream.range(0, 13)
            .mapToObj(i -> new Slice(30 * i, 30, 3000, 30_000_000_000L, Map.of(), List.of()))
            .toList();
    return new ForkRecord(
        0,
        "",
        0,
        List.of(),
        List.of(new Iteration(3000, 30_000_000_000L, excluded)),
        null,
        Map.of(),
        "",
        null,
        new Sustained(600, List.of(), slices));
  }

  @Test
  void aHalfThatWasLeftOutHasNoSpeed() {
    assertEquals(
        "6m30s of 10m: no undisturbed slice in its second half",
        LoadCourse.speed(load("other programs took 60 % of the CPU time")));
    assertEquals(
        "6m30s of 10m: first minute 100 op/s, second half 100 op/s (+0.0 %)",
        LoadCourse.speed(load("")));
  }
}
