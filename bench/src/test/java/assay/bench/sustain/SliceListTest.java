package assay.bench.sustain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import assay.reports.record.Sustained.Slice;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SliceListTest {

  private static SliceList of(int count, double pauseAfterEach) {
    SliceList list = new SliceList();
    for (int i = 0; i < count; i++) {
      list.add(SliceSamples.slice(i * (5 + pauseAfterEach), 5));
    }
    return list;
  }

  private static void assertKeeps(int count, List<Slice> slices) {
    assertTrue(slices.size() <= SliceList.MOST + 1, "" + slices.size());
    assertEquals(1000L * count, slices.stream().mapToLong(Slice::operations).sum());
    assertEquals(5e9 * count, slices.stream().mapToLong(Slice::nanos).sum());
    assertEquals(5.0 * count, slices.stream().mapToDouble(Slice::seconds).sum(), 1e-6 * count);
    for (int i = 1; i < slices.size(); i++) {
      Slice before = slices.get(i - 1);
      assertTrue(slices.get(i).startSeconds() >= before.startSeconds() + before.seconds() - 1e-6);
    }
  }

  @Test
  void fewAreKeptAsTheyCome() {
    List<Slice> all = of(SliceList.MOST - 1, 0).all();
    assertEquals(SliceList.MOST - 1, all.size());
    assertEquals(SliceSamples.slice(15, 5), all.get(3));
  }

  @Test
  void aDayAndAWeekStayBounded() {
    for (int count : new int[] {1000, 1001, 1999, 17_280, 120_960}) {
      List<Slice> all = of(count, 0.05).all();
      assertKeeps(count, all);
      assertTrue(all.size() >= SliceList.MOST / 2, "" + all.size());
      List<Slice> first = all.stream().filter(slice -> slice.startSeconds() < 60).toList();
      assertEquals(12, first.size());
      assertTrue(first.stream().allMatch(slice -> slice.operations() == 1000), first::toString);
      // One resolution after it: only the last may be a part of a slice.
      assertEquals(
          1, all.subList(12, all.size() - 1).stream().map(Slice::operations).distinct().count());
    }
  }

  @Test
  void soManyInterruptionsStayBoundedToo() {
    assertKeeps(5000, of(5000, 100).all());
  }

  @Test
  void nothingIsAveragedAcrossAHole() {
    SliceList list = new SliceList();
    for (int i = 0; i < 701; i++) {
      list.add(SliceSamples.slice(5 * i, 5));
    }
    for (int i = 0; i < 701; i++) {
      list.add(SliceSamples.slice(7200 + 5 * i, 5));
    }
    assertKeeps(1402, list.all());
    List<Slice> before = list.all().stream().filter(slice -> slice.startSeconds() < 7200).toList();
    assertEquals(701 * 1000, before.stream().mapToLong(Slice::operations).sum());
  }

  @Test
  void meansAreWeightedByTimeAndReasonsUnited() {
    Slice hot = new Slice(0, 1, 10, 5, Map.of("p", watts(100), "q", watts(7)), List.of("heat"));
    Slice cold =
        new Slice(
            1, 3, 20, 6, Map.of("p", watts(20), "q", Reading.unreadable("gone")), List.of("cap"));
    Slice both = SliceMerge.of(hot, cold);
    assertEquals(
        new Slice(0, 4, 30, 11, Map.of("p", watts(40), "q", watts(7)), List.of("heat", "cap")),
        both);
  }

  private static Reading<Double> watts(double watts) {
    return Reading.of(watts, "W", "here");
  }
}
