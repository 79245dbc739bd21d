package assay.reports.summary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.probe.Reading;
import assay.reports.record.Sustained;
import assay.reports.record.Sustained.Slice;
import assay.reports.sample.SampleCourse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated courses, each with the truth it was made from. */
class SustainedSummaryTest {

  private static final double NOISE = 0.01;

  @ParameterizedTest
  @CsvSource({
    // length, slice, drop at, share left
    "1800, 5, 250, 0.88",
    "1800, 5, 900, 0.97",
    "600, 2, 28, 0.8",
    "1800, 2, 40, 0.75",
    "300, 5, 120, 0.9",
    "7200, 10, 3600, 0.95",
  })
  void aDropIsFoundWhereItIs(double length, double slice, double at, double share) {
    SustainedSummary found =
        summary(SampleCourse.of(length, slice, SampleCourse.drop(at, share), NOISE, 5));
    double resolution = Math.max(2 * slice, length / 50);
    assertEquals(at, found.onset().asOptional().orElseThrow(), resolution, "onset");
    assertFalse(found.gradual());
    Interval settled = found.settled().asOptional().orElseThrow();
    assertEquals(share * SampleCourse.OPS_PER_SECOND, settled.estimate(), 5, "settled");
    double first = at < 60 ? (at + (60 - at) * share) / 60 : 1;
    Interval loss = found.loss().asOptional().orElseThrow();
    assertEquals(1 - share / first, loss.estimate(), 0.012, "loss");
    assertTrue(loss.low() < loss.estimate() && loss.estimate() < loss.high());
  }

  @Test
  void aDropIsToldInASentenceWithItsEnergy() {
    SustainedSummary found =
        summary(SampleCourse.of(1800, 5, SampleCourse.drop(250, 0.88), 0.003, 7));
    String finding = new SustainedWords(found, 60e6, "FLOP/s").finding();
    assertTrue(
        finding.matches(
            "Slows down by 12\u2009% after 4\u2009min \\d+\u2009s and settles at "
                + "3[67]\\.\\d\u2009GFLOP/s; 1\\d\\d\u2009mJ/op"),
        finding);
    assertEquals("thermal", found.throttledBy());
    assertEquals(250, found.throttled().orElseThrow().atSeconds(), 5);
    // 120 W at full clock, 25 W + 95 W x 0.88^3 later.
    assertEquals(120.0 / 700, found.firstJoules().asOptional().orElseThrow(), 0.005);
    assertEquals(89.7 / 616, found.endingJoules().asOptional().orElseThrow(), 0.003);
    assertEquals("rapl/package-0 (package 0)", found.covers());
  }

  /**
   * The first minute is a slice and a half: nobody can say what was lost, but not that it holds.
   */
  @Test
  void aDropOfUnknownSizeIsNotCalledHolding() {
    SustainedSummary found =
        summary(SampleCourse.of(21_600, 40, SampleCourse.drop(300, 0.8), NOISE, 37));
    assertTrue(found.onset().isPresent(), found.onset().toString());
    assertFalse(found.loss().isPresent(), found.loss().toString());
    String finding = new SustainedWords(found, 60e6, "FLOP/s").finding();
    assertTrue(finding.matches("Becomes slower for good after [56]\u2009min.*"), finding);
    assertTrue(finding.contains("by how much is not known (one slice of the first"), finding);
  }

  @Test
  void noDropIsNoOnset() {
    SustainedSummary found = summary(SampleCourse.of(1800, 5, at -> 1, NOISE, 3));
    assertTrue(found.onset().isAbsent(), found.onset().toString());
    assertEquals(700, found.settled().asOptional().orElseThrow().estimate(), 3);
    assertTrue(found.loss().toString().contains("noise would hide it"), found.loss().toString());
    assertTrue(
        new SustainedWords(found, 60e6, "FLOP/s").finding().startsWith("Holds 4"),
        new SustainedWords(found, 60e6, "FLOP/s").finding());
    assertTrue(found.throttled().isEmpty());
  }

  /** Two looks at half of 0.01 each; what is allowed here is what 200 draws of 0.02 may give. */
  @Test
  void flatCoursesSeldomHaveAnOnset() {
    int onsets = 0;
    int losses = 0;
    for (int seed = 0; seed < 200; seed++) {
      double length = seed % 2 == 0 ? 1800 : 400;
      SustainedSummary found = summary(SampleCourse.of(length, 5, at -> 1, 0.02, 1000 + seed));
      onsets += found.onset().isPresent() ? 1 : 0;
      losses += found.loss().isPresent() ? 1 : 0;
    }
    System.out.println("of 200 flat courses: false onsets " + onsets + ", losses " + losses);
    assertTrue(onsets <= 6, onsets + " of 200 flat courses have an onset");
    assertTrue(losses <= 16, losses + " of 200 flat courses have a loss");
  }

  @Test
  void aSlowRampIsGradualAndSettlesWhereItEnds() {
    SustainedSummary found =
        summary(
            SampleCourse.of(
                1800, 5, at -> 1 - 0.3 * Math.clamp((at - 300) / 600, 0, 1), NOISE, 11));
    double onset = found.onset().asOptional().orElseThrow();
    assertTrue(onset >= 0 && onset < 560, "onset " + onset);
    assertEquals(490, found.settled().asOptional().orElseThrow().estimate(), 8);
    assertEquals(0.3, found.loss().asOptional().orElseThrow().estimate(), 0.02);
  }

  @Test
  void whatStillFallsHasNotSettled() {
    SustainedSummary found =
        summary(SampleCourse.of(1800, 5, at -> 1 - 0.3 * at / 1800, NOISE, 13));
    assertTrue(found.onset().isPresent());
    assertTrue(found.settled().toString().contains("still falling"), found.settled().toString());
    String finding = new SustainedWords(found, 60e6, "FLOP/s").finding();
    assertTrue(finding.contains("is still falling after 30\u2009min"), finding);
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 120, 300})
  void aSwingBetweenTwoSpeedsIsNoOnset(int period) {
    SustainedSummary found =
        summary(SampleCourse.of(1800, 5, at -> at % period < period / 2.0 ? 1 : 0.9, NOISE, 17));
    assertTrue(found.onset().isAbsent(), found.onset().toString());
    assertEquals(665, found.ending().asOptional().orElseThrow().estimate(), 15);
  }

  @Test
  void aHoleIsCountedAndWhatFollowsJudged() {
    Sustained whole = SampleCourse.of(1800, 5, SampleCourse.drop(250, 0.85), NOISE, 19);
    SustainedSummary found = summary(SampleCourse.interrupted(whole, 900, 3600));
    assertEquals(1, found.holes());
    assertEquals(1800, found.seconds(), 1e-6);
    assertEquals(250, found.onset().asOptional().orElseThrow(), 40);
    assertEquals(595, found.settled().asOptional().orElseThrow().estimate(), 5);
  }

  @Test
  void lessThanAMinuteSaysSo() {
    SustainedSummary found = summary(SampleCourse.of(42, 2, at -> 1, NOISE, 23));
    assertTrue(found.firstMinute().toString().contains("42\u2009s only"));
    assertFalse(found.settled().isPresent());
    assertFalse(found.loss().isPresent());
    assertTrue(
        new SustainedWords(found, 60e6, "FLOP/s").finding().startsWith("Ran for 42\u2009s at "));
  }

  @Test
  void nothingAtAllHasReasons() {
    SustainedSummary found = summary(new Sustained(1800, List.of(), List.of()));
    assertFalse(found.rate().isPresent());
    assertFalse(found.onset().isPresent());
    assertEquals("no sensor tells the power of this machine's processor", found.covers());
    assertEquals("No operation was completed", new SustainedWords(found, 1, "B/s").finding());
  }

  @Test
  void withoutSensorsSpeedIsToldAndEnergyHasItsReason() {
    SustainedSummary found =
        summary(
            SampleCourse.blind(SampleCourse.of(600, 5, SampleCourse.drop(250, 0.85), NOISE, 29)));
    assertTrue(found.loss().isPresent());
    assertTrue(found.endingJoules().isAbsent(), found.endingJoules().toString());
    String finding = new SustainedWords(found, 60e6, "FLOP/s").finding();
    assertFalse(finding.contains("J/op"), finding);
  }

  @Test
  void brokenSlicesAreLeftOut() {
    Sustained whole = SampleCourse.of(600, 5, at -> 1, NOISE, 31);
    List<Slice> slices = new ArrayList<>(whole.slices());
    slices.add(new Slice(600, 5, 0, 0, Map.of(), List.of()));
    slices.add(new Slice(Double.NaN, 5, 10, 10, Map.of(), List.of()));
    slices.add(new Slice(610, -1, 10, 10, Map.of(), List.of()));
    slices.add(
        new Slice(
            605,
            5,
            3500,
            5_000_000_000L,
            Map.of(SampleCourse.POWER.id(), Reading.of(-3.0, "W", "sample")),
            List.of()));
    SustainedSummary found = summary(new Sustained(600, whole.channels(), slices));
    assertEquals(whole.slices().size() + 1, found.points().size());
    assertFalse(found.points().getLast().joulesPerOp().isPresent());
    assertTrue(found.endingJoules().isPresent());
  }

  @Test
  void clocksAreForPeople() {
    assertEquals("42\u2009s", SustainedSummary.clock(42));
    assertEquals("4\u2009min 10\u2009s", SustainedSummary.clock(250));
    assertEquals("30\u2009min", SustainedSummary.clock(1800));
    assertEquals("2\u2009h 5\u2009min", SustainedSummary.clock(7500));
  }

  private static SustainedSummary summary(Sustained of) {
    return SustainedSummary.of(of, new Meter(true, ""));
  }
}
