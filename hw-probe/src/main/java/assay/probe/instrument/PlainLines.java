package assay.probe.instrument;

import assay.probe.Numbers;
import assay.probe.Reading;
import assay.probe.telemetry.Sample;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * Lines of {@code watts} or of {@code timestamp watts}, separated by blanks, commas or semicolons.
 *
 * <p>A time stamp is in seconds since 1970 or as ISO 8601 with a zone; without one, a reading is of
 * the moment when it came.
 */
final class PlainLines implements TextMeter.Format {

  /** Beyond it a stamp in seconds is in other units, or no stamp. */
  private static final double MOST_SECONDS = 1e11;

  private final Stamps stamps;

  PlainLines(Stamps stamps) {
    this.stamps = stamps;
  }

  @Override
  public Optional<Reading<Sample>> parse(String line, long arrivedNanos) {
    if (line.isEmpty() || line.startsWith("#")) {
      return Optional.empty();
    }
    String[] words = line.split("\\s*[\\s,;]\\s*", -1);
    Reading<Double> watts = Numbers.decimal(words[words.length - 1], "the line");
    if (words.length > 2 || !watts.isPresent()) {
      return Optional.of(
          Reading.unreadable(
              "%s is neither \"watts\" nor \"timestamp watts\"".formatted(Numbers.quote(line))));
    }
    Reading<Long> nanos =
        words.length == 1 ? Reading.of(arrivedNanos, "ns", "arrival") : placed(words[0]);
    return Optional.of(
        nanos.flatMap((at, unit, source) -> watts.map(value -> new Sample(at, value))));
  }

  private Reading<Long> placed(String text) {
    double seconds = Numbers.decimal(text, "the stamp").asOptional().orElse(Double.NaN);
    if (Math.abs(seconds) <= MOST_SECONDS) {
      return stamps.nanos(Math.round(seconds * 1e6));
    }
    try {
      Instant at = OffsetDateTime.parse(text).toInstant();
      return stamps.nanos(at.getEpochSecond() * 1_000_000 + at.getNano() / 1000);
    } catch (DateTimeException e) {
      return Reading.unreadable(
          "%s is no time stamp: seconds since 1970, or as 2026-01-31T12:00:00Z"
              .formatted(Numbers.quote(text)));
    }
  }
}
