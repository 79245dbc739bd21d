package assay.reports.summary;

import assay.reports.record.Sustained.Slice;
import assay.reports.statistics.Spread;
import assay.reports.statistics.Student;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Slices of a sustained run in order of time, or some of them.
 *
 * @param slices each with operations and time
 */
record Course(List<Slice> slices) {

  /** Neighbouring slices resemble each other; means of so many parts hardly do. */
  private static final int MOST_PARTS = 12;

  private static final int LEAST_PARTS = 3;

  /** Those that tell a rate. */
  static Course of(List<Slice> slices) {
    return new Course(
        slices.stream()
            .filter(each -> each.operations() > 0 && each.nanos() > 0)
            .filter(each -> Double.isFinite(each.startSeconds()) && each.seconds() > 0)
            .filter(each -> Double.isFinite(each.seconds()))
            .sorted(java.util.Comparator.comparingDouble(Slice::startSeconds))
            .toList());
  }

  boolean isEmpty() {
    return slices.isEmpty();
  }

  /** Seconds that it ran, without holes. */
  double seconds() {
    return slices.stream().mapToDouble(Slice::seconds).sum();
  }

  Course between(int from, int to) {
    return new Course(slices.subList(from, to));
  }

  /** Those that begin at or after. */
  Course from(double seconds) {
    return new Course(
        slices.stream().filter(each -> each.startSeconds() >= seconds - 1e-9).toList());
  }

  /** Operations per second. */
  static double rate(List<Slice> slices) {
    double operations = slices.stream().mapToDouble(Slice::operations).sum();
    double nanos = slices.stream().mapToDouble(Slice::nanos).sum();
    return operations / nanos * 1e9;
  }

  double rate() {
    return rate(slices);
  }

  /**
   * Of the logarithms of the rates of equal parts, as independent as slices come; empty where there
   * are too few.
   */
  Optional<Spread> spread() {
    int parts = Math.min(MOST_PARTS, slices.size());
    if (slices.size() > LEAST_PARTS * 2) {
      parts = Math.min(MOST_PARTS, slices.size() / 2);
    }
    if (parts < LEAST_PARTS) {
      return Optional.empty();
    }
    double[] rates = parts(parts).stream().mapToDouble(Course::rate).toArray();
    return Optional.of(Spread.ofLogarithms(rates));
  }

  /** Operations per second with their 95 % interval. */
  Optional<Interval> interval() {
    return spread()
        .map(spread ->
            Interval.ofLogarithm(
                Math.log(rate()), Student.quantile(0.975, spread.degrees()) * spread.error()));
  }

  /** So many runs of neighbouring slices, of about equally many. */
  List<Course> parts(int count) {
    List<Course> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) i * slices.size() / count);
      int to = (int) ((long) (i + 1) * slices.size() / count);
      parts.add(between(from, to));
    }
    return parts;
  }
}
