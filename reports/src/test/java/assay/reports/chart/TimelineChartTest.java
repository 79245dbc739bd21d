package assay.reports.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.chart.Timeline.Mark;
import assay.reports.chart.Timeline.Segment;
import assay.reports.chart.Timeline.Sort;
import assay.reports.chart.Timeline.Stretch;
import assay.reports.chart.TimelineBuckets.Bucket;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A figure over time: what is drawn of many points, where ticks stand, what is cut off. */
class TimelineChartTest {

  private static final long DAY = 86_400_000;

  private static Stretch stretch(int points, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] at = new long[points];
    double[] values = new double[points];
    for (int i = 0; i < points; i++) {
      at[i] = (i == 0 ? 0 : at[i - 1]) + random.nextLong(2 * DAY);
      values[i] = 100 + random.nextGaussian();
    }
    double[] unknown = new double[points];
    Arrays.fill(unknown, Double.NaN);
    return new Stretch(
        0, at, values, unknown, unknown, List.of(new Segment(at[0], at[points - 1], 100)));
  }

  private static Timeline timeline(Stretch stretch, List<Mark> marks) {
    return new Timeline(
        "t",
        "title",
        "subtitle",
        "time, ns",
        1,
        List.of(stretch),
        marks,
        new DataTable(List.of(), 0, List.of()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 50, 51, 1000, 20_000})
  void bucketsLoseNeitherTheLeastNorTheLargest(int points) {
    long seed = System.nanoTime();
    Stretch stretch = stretch(points, seed);
    List<Bucket> buckets = TimelineBuckets.of(stretch, 50);
    assertTrue(buckets.size() <= 51, buckets.size() + " buckets, seed " + seed);
    double least = buckets.stream().mapToDouble(Bucket::low).min().orElseThrow();
    double most = buckets.stream().mapToDouble(Bucket::high).max().orElseThrow();
    assertEquals(Arrays.stream(stretch.values()).min().orElseThrow(), least, "seed " + seed);
    assertEquals(Arrays.stream(stretch.values()).max().orElseThrow(), most, "seed " + seed);
    for (int i = 1; i < buckets.size(); i++) {
      assertTrue(buckets.get(i - 1).atMillis() <= buckets.get(i).atMillis(), "seed " + seed);
    }
  }

  @Test
  void manyPointsOfOneMomentAreOneBucket() {
    double[] values = IntStream.rangeClosed(1, 31).mapToDouble(i -> 32 - i).toArray();
    double[] unknown = new double[values.length];
    Arrays.fill(unknown, Double.NaN);
    long[] at = new long[values.length];
    Arrays.fill(at, 5);
    Stretch stretch = new Stretch(0, at, values, unknown, unknown, List.of());
    assertEquals(List.of(new Bucket(5, 1, 16, 31)), TimelineBuckets.of(stretch, 0));
  }

  @Test
  void aFewPointsKeepTheirIntervalsHoweverNear() {
    Stretch stretch =
        new Stretch(
            0,
            new long[] {5, 5},
            new double[] {3, 1},
            new double[] {2, 0},
            new double[] {4, 2},
            List.of());
    assertEquals(
        List.of(new Bucket(5, 2, 3, 4), new Bucket(5, 0, 1, 2)), TimelineBuckets.of(stretch, 0));
  }

  @Test
  void ticksStandAtRoundMomentsAndFit() {
    long start = Instant.parse("2026-01-31T23:59:30Z").toEpochMilli();
    for (long length = 60_000; length < 100_000_000_000_000L; length = length * 7 / 5) {
      long span = length;
      var ticks = TimeTicks.between(start, start + span, 6);
      assertTrue(ticks.size() <= 7, span + " ms: " + ticks);
      assertTrue(
          ticks.stream().allMatch(tick -> tick.at() >= start && tick.at() <= start + span),
          span + " ms");
    }
    assertEquals(
        List.of("Feb 2026", "Mar 2026", "Apr 2026"),
        TimeTicks.between(start, start + 80 * DAY, 4).stream().map(TickAxis.Tick::label).toList());
  }

  @Test
  void oneSpikeDoesNotFlattenTheRest() {
    Stretch calm = stretch(500, 3);
    ValueSpan without = ValueSpan.of(timeline(calm, List.of()));
    calm.values()[250] = 1e9;
    ValueSpan with = ValueSpan.of(timeline(calm, List.of()));
    assertTrue(with.high() < 140, with.toString());
    assertTrue(with.low() <= without.low() && with.high() >= without.high());
  }

  @Test
  void equalValuesHaveAnAxisToo() {
    for (double value : new double[] {0, 1e-300, 5, -5, 1e300}) {
      double[] values = {value, value};
      Stretch flat = new Stretch(0, new long[] {1, 2}, values, values, values, List.of());
      ValueSpan span = ValueSpan.of(timeline(flat, List.of()));
      assertTrue(span.low() < value && value < span.high(), span + " of " + value);
      assertFalse(Ticks.between(span.low(), span.high(), 6).isEmpty(), "of " + value);
    }
  }

  @Test
  void aLongPastIsASmallPicture() {
    Stretch stretch = stretch(20_000, 11);
    long at = stretch.atMillis()[9_000];
    Chart chart = TimelineChart.of(timeline(stretch, List.of(new Mark(at, Sort.WORSE, "A"))));
    String svg = new ChartRenderer(ChartTheme.light()).inline(chart, "x", 920);
    assertTrue(svg.length() < 60_000, svg.length() + " characters");
    assertTrue(svg.contains(">A</text>"));
    assertTrue(svg.contains("var(--series-1)"), "worse has its colour");
  }

  @Test
  void aViolinHasAHumpAtEachMode() {
    double[] values = new double[60];
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < values.length; i++) {
      values[i] = (i < 30 ? 10 : 20) + 0.3 * random.nextGaussian();
    }
    Violin violin = Violin.of(values);
    double between = 1;
    double lower = 0;
    double upper = 0;
    for (int i = 0; i < violin.places().length; i++) {
      double density = violin.densities()[i];
      if (violin.places()[i] < 13) {
        lower = Math.max(lower, density);
      } else if (violin.places()[i] > 17) {
        upper = Math.max(upper, density);
      } else {
        between = Math.min(between, density);
      }
    }
    assertTrue(lower > 0.7 && upper > 0.7 && between < 0.4, lower + " " + between + " " + upper);
  }
}
