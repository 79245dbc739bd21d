package assay.reports.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.change.Preference.Effect;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small planted cases of each kind, and series in which nothing may be found. */
class ChangeDetectorTest {

  private static final ChangeDetector DETECTOR = ChangeDetector.of(Settings.DEFAULT);

  /** Gaussian noise of standard deviation 1 about a level for each position. */
  private static double[] noisy(long seed, int points, IntToDoubleFunction level) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[points];
    for (int i = 0; i < points; i++) {
      values[i] = level.applyAsDouble(i) + random.nextGaussian();
    }
    return values;
  }

  private static List<Finding> changes(double[] values) {
    return DETECTOR.offline(Series.of("s", values)).stream()
        .filter(finding -> finding.kind().isChange())
        .toList();
  }

  @Test
  void aStepIsFoundWithItsLevels() {
    List<Finding> found = changes(noisy(1, 100, i -> i < 60 ? 100 : 104));
    assertEquals(1, found.size(), found.toString());
    Finding step = found.getFirst();
    assertEquals(Kind.STEP, step.kind());
    assertEquals(60, step.index(), 2);
    assertEquals(100, step.before(), 0.5);
    assertEquals(104, step.after(), 0.5);
    assertEquals(0.04, step.relative().getAsDouble(), 0.01);
    assertEquals(4, step.sigmas().getAsDouble(), 1);
    assertTrue(step.earliest() <= 60 && step.latest() >= 60, step.toString());
    assertTrue(step.confirmed() && step.pValue().getAsDouble() < 0.001, step.toString());
  }

  @Test
  void everyStepOfAStairIsFound() {
    List<Finding> found = changes(noisy(2, 160, i -> 5 * (i / 40)));
    assertEquals(3, found.size(), found.toString());
    for (int i = 0; i < 3; i++) {
      assertEquals(40 * (i + 1), found.get(i).index(), 2);
      assertEquals(Kind.STEP, found.get(i).kind());
    }
  }

  @Test
  void aDipHasTwoEnds() {
    List<Finding> found = changes(noisy(3, 100, i -> i >= 50 && i < 60 ? -5 : 0));
    assertEquals(2, found.size(), found.toString());
    assertEquals(50, found.getFirst().index(), 2);
    assertEquals(60, found.getLast().index(), 2);
  }

  @Test
  void spikesAreToldAndAreNoChange() {
    double[] values = noisy(4, 100, i -> i % 30 == 17 ? 12 : 0);
    List<Finding> found = DETECTOR.offline(Series.of("s", values));
    assertEquals(
        List.of(17L, 47L, 77L),
        found.stream().filter(f -> f.kind() == Kind.SPIKE).map(Finding::index).toList());
    assertEquals(List.of(), changes(values));
  }

  @Test
  void aSpikeAtTheEndIsNoStepYet() {
    double[] values = noisy(5, 41, i -> i == 40 ? 12 : 0);
    assertEquals(List.of(), changes(values));
    double[] longer = noisy(5, 43, i -> i >= 40 ? 12 : 0);
    assertEquals(40, changes(longer).getFirst().index());
  }

  @Test
  void aDriftIsNoStep() {
    List<Finding> found = changes(noisy(6, 100, i -> i / 12.0));
    assertEquals(1, found.size(), found.toString());
    Finding drift = found.getFirst();
    assertEquals(Kind.DRIFT, drift.kind());
    assertEquals(0, drift.before(), 1);
    assertEquals(8.25, drift.after(), 1);
  }

  @Test
  void scatterMayChangeWithoutTheLevel() {
    SplittableRandom random = new SplittableRandom(7);
    double[] values = new double[120];
    for (int i = 0; i < values.length; i++) {
      values[i] = 50 + random.nextGaussian() * (i < 60 ? 1 : 5);
    }
    List<Finding> found = changes(values);
    assertEquals(1, found.size(), found.toString());
    assertEquals(Kind.VARIANCE, found.getFirst().kind());
    assertEquals(60, found.getFirst().index(), 6);
    assertEquals(1, found.getFirst().before(), 0.4);
    assertEquals(5, found.getFirst().after(), 2);
    assertEquals(Effect.WORSE, found.getFirst().effect());
  }

  @Test
  void twoLevelsThatTakeTurnsAreOneFinding() {
    double[] values = noisy(8, 100, i -> i / 7 % 3 == 1 ? 10 : 0);
    List<Finding> found = changes(values);
    assertEquals(1, found.size(), found.toString());
    assertEquals(Kind.MODE_SWITCH, found.getFirst().kind());
    assertEquals(0, found.getFirst().before(), 0.5);
    assertEquals(10, found.getFirst().after(), 0.5);
  }

  @Test
  void aStepUnderneathModesIsFound() {
    SplittableRandom random = new SplittableRandom(9);
    double[] values = noisy(9, 120, i -> (random.nextDouble() < 0.4 ? 20 : 0) + (i < 60 ? 0 : 4));
    List<Finding> found = changes(values);
    assertEquals(List.of(Kind.MODE_SWITCH, Kind.STEP), found.stream().map(Finding::kind).toList());
    assertEquals(60, found.getLast().index(), 3);
  }

  @Test
  void upAndDownAreAlike() {
    double[] values = noisy(10, 100, i -> (i < 40 ? 0 : 1.5) + (i < 70 ? 0 : 2));
    double[] mirrored = Arrays.stream(values).map(value -> -value).toArray();
    List<Finding> up = DETECTOR.offline(Series.of("s", values));
    List<Finding> down = DETECTOR.offline(Series.of("s", mirrored));
    assertFalse(up.isEmpty());
    assertEquals(up.size(), down.size());
    for (int i = 0; i < up.size(); i++) {
      assertEquals(up.get(i).at(), down.get(i).at());
      assertEquals(up.get(i).kind(), down.get(i).kind());
      assertEquals(up.get(i).pValue(), down.get(i).pValue());
      assertEquals(up.get(i).after(), -down.get(i).after());
    }
  }

  @Test
  void whatIsBetterDependsOnTheSeries() {
    Series series = Series.of("s", noisy(11, 60, i -> i < 40 ? 100 : 110));
    assertEquals(Effect.UNKNOWN, DETECTOR.offline(series).getFirst().effect());
    assertEquals(
        Effect.BETTER, DETECTOR.offline(series.prefer(Preference.LARGER)).getFirst().effect());
    assertEquals(
        Effect.WORSE, DETECTOR.offline(series.prefer(Preference.SMALLER)).getFirst().effect());
  }

  @Test
  void anAcceptedStepIsNotReportedAgain() {
    Series series = Series.of("s", noisy(12, 120, i -> (i < 50 ? 0 : 6) + (i < 90 ? 0 : 6)));
    TreeSet<Long> accepted = new TreeSet<>(List.of(50L));
    List<Finding> found = DETECTOR.offline(series.accept(accepted));
    assertEquals(1, found.size(), found.toString());
    assertEquals(90, found.getFirst().index(), 1);
    assertEquals(6, found.getFirst().before(), 0.7);
  }

  @Test
  void smallEffectsCanBeLeftOut() {
    double[] values = noisy(13, 100, i -> i < 50 ? 1000 : 1005);
    assertEquals(1, changes(values).size());
    var strict = ChangeDetector.of(new Settings(0.01, Looks.ONCE, 0.02));
    assertEquals(List.of(), strict.offline(Series.of("s", values)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 11, 12, 13, 40, 500})
  void equalValuesAreNoFinding(int points) {
    for (double value : new double[] {0, 5, -1e308, Double.MIN_VALUE, 0.1}) {
      double[] values = new double[points];
      Arrays.fill(values, value);
      assertEquals(List.of(), DETECTOR.offline(Series.of("s", values)), points + " of " + value);
    }
  }

  @Test
  void oneValueThatDiffersIsASpike() {
    double[] values = new double[50];
    Arrays.fill(values, 5);
    values[48] = 5.5;
    List<Finding> found = DETECTOR.offline(Series.of("s", values));
    assertEquals(List.of(Kind.SPIKE), found.stream().map(Finding::kind).toList());
  }

  /** Units must not matter, not even where squares overflow or vanish. */
  @Test
  void scaleDoesNotMatter() {
    double[] values = noisy(14, 80, i -> i < 40 ? 20 : 24);
    List<Finding> plain = DETECTOR.offline(Series.of("s", values));
    for (int exponent : new int[] {1000, -900, 3}) {
      double[] scaled = Arrays.stream(values).map(v -> Math.scalb(v, exponent)).toArray();
      List<Finding> found = DETECTOR.offline(Series.of("s", scaled));
      assertEquals(plain.size(), found.size());
      assertEquals(plain.getFirst().at(), found.getFirst().at());
      assertEquals(plain.getFirst().pValue(), found.getFirst().pValue());
      assertEquals(Math.scalb(plain.getFirst().after(), exponent), found.getFirst().after());
    }
  }

  @Test
  void extremesOfTheDoublesDoNoHarm() {
    SplittableRandom random = new SplittableRandom(15);
    double[] pool = {Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE, 0, 1, -1e-300, 1e300};
    for (int trial = 0; trial < 200; trial++) {
      double[] values = new double[1 + random.nextInt(60)];
      for (int i = 0; i < values.length; i++) {
        values[i] = pool[random.nextInt(pool.length)];
      }
      for (Finding finding : DETECTOR.offline(Series.of("s", values))) {
        assertFalse(Double.isNaN(finding.before()) || Double.isNaN(finding.after()));
      }
    }
  }

  @Test
  void aLongSeriesIsReadWhole() {
    double[] values = noisy(16, 20_000, i -> i < 13_333 ? 0 : 3);
    List<Finding> steps =
        changes(values).stream().filter(f -> Math.abs(f.at() - 13_333) <= 2).toList();
    assertEquals(1, steps.size());
    // One in a hundred windows may cry; 200 windows, so more than 12 has a chance below 1e-6.
    assertTrue(changes(values).size() <= 13, changes(values).size() + " changes");
  }

  @Test
  void theSameSeriesGivesTheSameFindings() {
    double[] values = noisy(17, 300, i -> i < 120 ? 0 : 1.2);
    assertEquals(
        DETECTOR.offline(Series.of("s", values)),
        ChangeDetector.of(Settings.DEFAULT).offline(Series.of("s", values.clone())));
  }
}
