package assay.bench.run;

import assay.bench.sustain.Course;
import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.reports.record.Sustained.Slice;
import java.util.Comparator;
import java.util.Optional;

/**
 * How a case that is repeated for long goes.
 *
 * @param measuredSeconds so far, of {@code askedSeconds}
 * @param rate of the last slice, in operations per second
 * @param firstRate of the first minute, as far as it has passed
 * @param watts of what covers most
 * @param celsius of the hottest sensor
 */
public record LoadState(
    String caseId,
    double measuredSeconds,
    double askedSeconds,
    double rate,
    Reading<Double> firstRate,
    Reading<Double> watts,
    Reading<Double> celsius) {

  /** Empty before the first slice. */
  static Optional<LoadState> of(String caseId, double askedSeconds, Course course) {
    return course
        .last()
        .map(slice ->
            new LoadState(
                caseId,
                course.measuredSeconds(),
                askedSeconds,
                slice.operations() * 1e9 / slice.nanos(),
                course.firstMinuteRate(),
                widest(course, slice),
                hottest(course, slice)));
  }

  private static Reading<Double> widest(Course course, Slice slice) {
    return course.channels().stream()
        .filter(channel -> channel.measure().tellsEnergy())
        .sorted(Comparator.comparing(Channel::scope).thenComparing(Channel::measure))
        .map(channel -> mean(slice, channel))
        .reduce(Reading::or)
        .orElse(Reading.absent("no sensor here tells power"));
  }

  private static Reading<Double> hottest(Course course, Slice slice) {
    return course.channels().stream()
        .filter(channel -> channel.measure() == Measure.TEMPERATURE)
        .map(channel -> mean(slice, channel))
        .reduce((a, b) -> a.isPresent() && b.isPresent() ? hotter(a, b) : a.or(b))
        .orElse(Reading.absent("no sensor here tells temperature"));
  }

  private static Reading<Double> hotter(Reading<Double> a, Reading<Double> b) {
    return a.asOptional().orElseThrow() >= b.asOptional().orElseThrow() ? a : b;
  }

  private static Reading<Double> mean(Slice slice, Channel channel) {
    return slice.means().getOrDefault(channel.id(), Reading.unavailable("not asked in this slice"));
  }
}
