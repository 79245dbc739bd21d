package assay.bench.sustain;

import assay.probe.Reading;
import assay.reports.record.Sustained.Slice;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Why a line that is JSON of the right form still says nothing. */
final class SliceFault {

  private SliceFault() {}

  static Optional<String> of(SliceLine line, String caseId) {
    return switch (line) {
      case SliceLine.Begun begun -> of(begun, caseId);
      case SliceLine.Taken(Slice slice, Map<String, Double> counted) ->
          isWhole(slice) && counted.values().stream().allMatch(SliceFault::isCount)
              ? none()
              : Optional.of("no whole slice");
      case SliceLine.Looked looked ->
          Double.isFinite(looked.atSeconds()) && looked.fault() != null
              ? none()
              : Optional.of("a check at no time");
    };
  }

  private static Optional<String> of(SliceLine.Begun begun, String caseId) {
    if (!SliceLine.SCHEMA.equals(begun.schema())) {
      return Optional.of(
          "of schema \"%s\", and this Assay reads %s".formatted(begun.schema(), SliceLine.SCHEMA));
    }
    if (!caseId.equals(begun.caseId())) {
      return Optional.of("of another case, %s".formatted(begun.caseId()));
    }
    return begun.startedAt() == null || begun.channels() == null || begun.subject() == null
        ? Optional.of("the begin of a load with nothing in it")
        : none();
  }

  private static boolean isWhole(Slice slice) {
    return slice != null
        && Double.isFinite(slice.startSeconds())
        && slice.startSeconds() >= 0
        && Double.isFinite(slice.seconds())
        && slice.seconds() > 0
        && slice.operations() > 0
        && slice.nanos() > 0
        && slice.throttled() != null
        && slice.throttled().stream().allMatch(Objects::nonNull)
        && slice.means() != null
        && slice.means().values().stream().allMatch(SliceFault::isWhole);
  }

  private static boolean isCount(Double count) {
    return count != null && Double.isFinite(count) && count >= 0;
  }

  private static boolean isWhole(Reading<Double> mean) {
    return mean != null && mean.asOptional().map(Double::isFinite).orElse(true);
  }

  private static Optional<String> none() {
    return Optional.empty();
  }
}
