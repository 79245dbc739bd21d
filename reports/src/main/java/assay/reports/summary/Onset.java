package assay.reports.summary;

import assay.reports.change.ChangeDetector;
import assay.reports.change.Finding;
import assay.reports.change.Kind;
import assay.reports.change.Looks;
import assay.reports.change.Series;
import assay.reports.change.Settings;
import assay.reports.record.Sustained.Slice;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * When a sustained run began to be slower for good.
 *
 * <p>Looked for twice: in the first slices, where a processor gives up its boost within seconds,
 * and in all of them brought down to a hundred parts, which is what the change detector's
 * false-alarm rate is for.
 *
 * @param atSeconds since the first operation
 * @param gradual whether the speed sank little by little from there
 * @param lastSeconds when the last change of level ended; what follows is the settled level
 */
record Onset(double atSeconds, boolean gradual, double lastSeconds) {

  /** A drop of less matters to nobody, however sure. */
  static final double LEAST_DROP = 0.01;

  /** A run that swings between two speeds has not dropped for good. */
  private static final double LASTING = 0.8;

  private static final int POINTS = 100;

  /** Points after the last change that make a level. */
  private static final int LEAST_TAIL = 5;

  /** Half of what is asked for, as there are two looks. */
  private static final ChangeDetector DETECTOR =
      ChangeDetector.of(new Settings(0.005, Looks.ONCE, LEAST_DROP / 2));

  /** Empty where nothing dropped for good, as far as the noise lets see. */
  static Optional<Onset> of(Course course) {
    List<Course> slices =
        IntStream.range(0, course.slices().size()).mapToObj(i -> course.between(i, i + 1)).toList();
    if (slices.size() <= POINTS) {
      return in(slices);
    }
    Optional<Onset> early = in(slices.subList(0, POINTS)).filter(onset -> isLasting(onset, course));
    Optional<Onset> whole = in(course.parts(POINTS));
    return early
        .map(onset ->
            new Onset(
                onset.atSeconds(),
                onset.gradual(),
                whole.map(Onset::lastSeconds).orElse(onset.endOf(course))))
        .or(() -> whole);
  }

  /** Seen in the first slices alone, what was gradual there has ended where they do. */
  private double endOf(Course course) {
    return Double.isFinite(lastSeconds) ? lastSeconds : course.slices().get(POINTS).startSeconds();
  }

  private static boolean isLasting(Onset onset, Course course) {
    List<Slice> earlier =
        course.slices().stream().filter(each -> each.startSeconds() < onset.atSeconds()).toList();
    double before = Course.rate(earlier.isEmpty() ? course.slices().subList(0, 3) : earlier);
    Course rest = course.from(onset.atSeconds());
    return isLasting(
        before,
        before * (1 - LEAST_DROP),
        rest.slices().stream().mapToDouble(each -> Course.rate(List.of(each))).toArray());
  }

  private static Optional<Onset> in(List<Course> points) {
    if (points.size() < ChangeDetector.LEAST_POINTS) {
      return Optional.empty();
    }
    double[] rates = points.stream().mapToDouble(Course::rate).toArray();
    List<Finding> changes = changes(rates);
    for (Finding each : changes) {
      double[] rest = Arrays.copyOfRange(rates, each.at(), rates.length);
      if (each.after() < each.before() * (1 - LEAST_DROP)
          && isLasting(each.before(), limit(each), rest)) {
        return Optional.of(
            new Onset(
                start(points, each.at()), each.kind() == Kind.DRIFT, last(points, changes, rates)));
      }
    }
    return Optional.empty();
  }

  /** Halfway down a step; below where a drift began. */
  private static double limit(Finding drop) {
    return drop.kind() == Kind.STEP
        ? (drop.before() + drop.after()) / 2
        : drop.before() * (1 - LEAST_DROP);
  }

  private static List<Finding> changes(double[] rates) {
    return DETECTOR.offline(Series.of("rate", rates)).stream()
        .filter(each -> each.kind() == Kind.STEP || each.kind() == Kind.DRIFT)
        .toList();
  }

  /** Whether nearly all of the rest, and its end, is below. */
  private static boolean isLasting(double before, double limit, double[] rest) {
    double below = Arrays.stream(rest).filter(each -> each < limit).count();
    double[] end = Arrays.copyOfRange(rest, rest.length * 3 / 4, rest.length);
    return rest.length > 0
        && below >= LASTING * rest.length
        && Arrays.stream(end).average().orElse(before) < before * (1 - LEAST_DROP);
  }

  /** Where the last change has happened; a drift to the very end has not. */
  private static double last(List<Course> points, List<Finding> changes, double[] rates) {
    Finding last = changes.getLast();
    int end = last.kind() == Kind.STEP ? last.at() : (int) last.latest() + 1;
    if (end <= rates.length - LEAST_TAIL) {
      return start(points, end);
    }
    // A line may tell a fall and the level after it better than a step does.
    for (int tail : new int[] {rates.length / 2, rates.length * 2 / 3}) {
      double[] rest = Arrays.copyOfRange(rates, tail, rates.length);
      if (rest.length >= ChangeDetector.LEAST_POINTS && changes(rest).isEmpty()) {
        return start(points, tail);
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  private static double start(List<Course> points, int at) {
    return points.get(at).slices().getFirst().startSeconds();
  }
}
