package assay.reports.summary;

import assay.probe.Reading;
import assay.probe.energy.Cover;
import assay.probe.telemetry.Channel;
import assay.reports.record.Sustained;
import assay.reports.record.Sustained.Slice;
import assay.reports.statistics.Spread;
import assay.reports.statistics.Student;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What became of a case that was repeated for minutes to hours.
 *
 * @param points in order of time, of slices that tell a rate
 * @param seconds that it ran, without the holes of interruptions
 * @param holes how often it was interrupted
 * @param rate operations per second over all of it
 * @param firstMinute operations per second in it
 * @param ending operations per second after the last change, or after the first minute where none
 *     was found
 * @param settled {@code ending}, unless it was still changing when it ended
 * @param loss share of the first minute's speed that is gone at the end; below 0 when it got faster
 * @param onset when it began to be slower for good, in s since the first operation
 * @param gradual whether it sank little by little from there
 * @param throttled the first slice in which something was held below its speed
 * @param throttledSeconds of all such slices, each whole however little of it was held back
 * @param countedSeconds of that, by the counter of held-back time that grew the most; 0 where none
 *     grew
 * @param covers what joules are of, or why there are none
 * @param firstJoules J per operation in the first minute, idle included
 * @param endingJoules the same of {@code ending}
 */
public record SustainedSummary(
    List<Point> points,
    double seconds,
    int holes,
    Reading<Double> rate,
    Reading<Interval> firstMinute,
    Reading<Interval> ending,
    Reading<Interval> settled,
    Reading<Interval> loss,
    Reading<Double> onset,
    boolean gradual,
    Optional<Throttle> throttled,
    double throttledSeconds,
    double countedSeconds,
    String covers,
    Reading<Double> firstJoules,
    Reading<Double> endingJoules) {

  /**
   * @param opsPerSecond rate
   * @param joulesPerOp idle included
   */
  public record Point(
      double startSeconds, double seconds, double opsPerSecond, Reading<Double> joulesPerOp) {

    /** Whether nothing ran for a while between the one before and this. */
    public boolean isAfterHole(Point before) {
      double still = startSeconds - before.startSeconds - before.seconds;
      return still > Math.max(HOLE_SECONDS, before.seconds);
    }
  }

  /**
   * @param reasons as the sensors name them
   */
  public record Throttle(double atSeconds, List<String> reasons) {}

  private static final double MINUTE = 60;

  /** A slice may reach over the minute's end by so much of it. */
  private static final double OVER = 0.25;

  /** Below this a loss is told only where something dropped for good. */
  private static final double LEAST_LOSS = Onset.LEAST_DROP;

  /** A hole is longer than what a slice takes to be written down. */
  private static final double HOLE_SECONDS = 2;

  /**
   * @param meter which of its channels tell its energy
   */
  public static SustainedSummary of(Sustained sustained, Meter meter) {
    Course all = Course.of(sustained.slices());
    Cover.Headline headline = Cover.headline(sustained.channels(), meter.host(), meter.part());
    SliceEnergy energy = new SliceEnergy(headline.channels(), headline.covers());
    double seconds = all.seconds();
    Course first = firstMinute(all);
    Optional<Onset> found = Onset.of(all);
    boolean isSettled = found.map(onset -> Double.isFinite(onset.lastSeconds())).orElse(true);
    Course end = end(all, found);
    Reading<Interval> firstMinute =
        seconds < MINUTE
            ? Reading.unresolved("it ran for %s only, less than a minute".formatted(clock(seconds)))
            : interval(first, "the first minute");
    Reading<Interval> ending =
        seconds < MINUTE || end.isEmpty()
            ? Reading.unresolved(
                "it ran for %s only, too short to settle".formatted(clock(seconds)))
            : interval(end, "its end");
    List<Point> points = all.slices().stream().map(each -> point(each, energy)).toList();
    return new SustainedSummary(
        points,
        seconds,
        holes(points),
        all.isEmpty()
            ? Reading.unresolved("no slice completed an operation")
            : Reading.of(all.rate(), "1/s", "slices"),
        firstMinute,
        ending,
        isSettled
            ? ending
            : Reading.unresolved(
                "it was still falling when it ended, after %s".formatted(clock(seconds))),
        firstMinute.flatMap(
            (a, u, s) -> ending.flatMap((b, unit, source) -> loss(first, end, found.isPresent()))),
        onset(all, found),
        found.map(Onset::gradual).orElse(false),
        throttled(sustained.slices()),
        sustained.slices().stream()
            .filter(each -> !each.throttled().isEmpty())
            .mapToDouble(Slice::seconds)
            .sum(),
        counted(sustained),
        headline.covers(),
        energy.perOperation(first.slices()),
        energy.perOperation(end.slices()));
  }

  private static Course firstMinute(Course all) {
    if (all.isEmpty()) {
      return all;
    }
    double zero = all.slices().getFirst().startSeconds();
    return new Course(
        all.slices().stream()
            .filter(each -> each.startSeconds() + each.seconds() - zero <= MINUTE * (1 + OVER))
            .filter(each -> each.startSeconds() - zero < MINUTE - 1e-9)
            .toList());
  }

  private static Course end(Course all, Optional<Onset> found) {
    if (all.isEmpty()) {
      return all;
    }
    double last = all.slices().getLast().startSeconds() + all.slices().getLast().seconds();
    double minute = all.slices().getFirst().startSeconds() + MINUTE;
    if (found.isEmpty()) {
      return all.from(minute);
    }
    double from = found.get().lastSeconds();
    // Of a run that still falls, what it came to: its last tenth.
    return all.from(Double.isFinite(from) ? from : last - all.seconds() / 10);
  }

  private static Reading<Interval> interval(Course course, String what) {
    return course
        .interval()
        .map(each -> Reading.of(each, "1/s", "slices"))
        .orElseGet(() ->
            Reading.unresolved(
                "%s of %s too few to say how sure its speed is"
                    .formatted(
                        course.slices().size() == 1
                            ? "one slice"
                            : course.slices().size() + " slices",
                        what + (course.slices().size() == 1 ? " is" : " are"))));
  }

  /** Both sides' noise together; where 0 is within, nothing is lost as far as anybody knows. */
  private static Reading<Interval> loss(Course first, Course end, boolean dropped) {
    Spread one = first.spread().orElseThrow();
    Spread other = end.spread().orElseThrow();
    double error = Math.hypot(one.error(), other.error());
    double reach = Student.quantile(0.975, Math.min(one.degrees(), other.degrees())) * error;
    Interval ratio = Interval.ofLogarithm(Math.log(end.rate() / first.rate()), reach);
    Interval loss = ratio.mapFalling(each -> 1 - each);
    boolean clear = loss.low() > 0 || loss.high() < 0;
    return clear && (dropped || Math.abs(loss.estimate()) >= LEAST_LOSS)
        ? Reading.of(loss, "1", "slices")
        : Reading.unresolved(
            "between %s and %s, so noise would hide it"
                .formatted(Units.spread(loss.low()), Units.spread(loss.high())));
  }

  private static Reading<Double> onset(Course all, Optional<Onset> found) {
    return found
        .map(onset -> Reading.of(onset.atSeconds(), "s", "change of level of the slices"))
        .orElseGet(() ->
            all.slices().size() < assay.reports.change.ChangeDetector.LEAST_POINTS
                ? Reading.unresolved(
                    "%d slices are too few to tell a drop from noise"
                        .formatted(all.slices().size()))
                : Reading.absent("it did not become slower for good"));
  }

  private static int holes(List<Point> points) {
    int holes = 0;
    for (int i = 1; i < points.size(); i++) {
      holes += points.get(i).isAfterHole(points.get(i - 1)) ? 1 : 0;
    }
    return holes;
  }

  /** Counters of one part count the same moments, so they are not added up. */
  private static double counted(Sustained sustained) {
    return sustained.channels().stream()
        .filter(each -> each.measure().tellsHoldingBack())
        .mapToDouble(each ->
            sustained.slices().stream()
                .mapToDouble(slice -> slice.seconds() * grown(slice, each))
                .sum())
        .max()
        .orElse(0);
  }

  private static double grown(Slice slice, Channel counter) {
    Reading<Double> perSecond = slice.means().get(counter.id());
    return perSecond == null ? 0 : Math.max(0, perSecond.asOptional().orElse(0.0));
  }

  private static Optional<Throttle> throttled(List<Slice> slices) {
    return slices.stream()
        .filter(each -> !each.throttled().isEmpty())
        .findFirst()
        .map(each -> new Throttle(each.startSeconds(), each.throttled()));
  }

  private static Point point(Slice each, SliceEnergy energy) {
    List<Slice> alone = List.of(each);
    return new Point(
        each.startSeconds(), each.seconds(), Course.rate(alone), energy.perOperation(alone));
  }

  /** {@code 42 s}, {@code 4 min 10 s}, {@code 2 h 5 min}. */
  public static String clock(double seconds) {
    long whole = Math.round(seconds);
    if (whole < MINUTE) {
      return whole + Units.SPACE + "s";
    }
    long[] parts = whole < 3600 ? new long[] {60, 1} : new long[] {3600, 60};
    String[] names = whole < 3600 ? new String[] {"min", "s"} : new String[] {"h", "min"};
    long small = whole % parts[0] / parts[1];
    return whole / parts[0]
        + Units.SPACE
        + names[0]
        + (small == 0 ? "" : " " + small + Units.SPACE + names[1]);
  }

  /** Why something was held below its speed, for people; empty where nothing was. */
  public String throttledBy() {
    return throttled
        .map(first -> first.reasons().stream().distinct().collect(Collectors.joining(", ")))
        .orElse("");
  }
}
