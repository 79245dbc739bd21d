package assay.probe.instrument;

import assay.probe.Numbers;
import assay.probe.Reading;
import assay.probe.telemetry.EpochClock;
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

  /** A stamp further from now is of another clock, and would be placed anywhere. */
  private static final double MOST_SECONDS_OFF = 3600;

  private final EpochClock clock;

  PlainLines(EpochClock clock) {
    this.clock = clock;
  }

  @Override
  public Optional<Reading<Sample>> parse(String line, long arrivedNanos) {
    String[] words = line.split("[\\s,;]+");
    if (line.isEmpty() || line.startsWith("#")) {
      return Optional.empty();
    }
    Reading<Double> watts = Numbers.decimal(words[words.length - 1], "the line");
    if (words.length > 2 || !watts.isPresent()) {
      return Optional.of(
          Reading.unreadable(
              "%s is neither \"watts\" nor \"timestamp watts\"".formatted(Numbers.quote(line))));
    }
    Reading<Long> nanos =
        words.length == 1
            ? Reading.of(arrivedNanos, "ns", "arrival")
            : placed(words[0]).map(clock::nanos);
    return Optional.of(
        nanos.flatMap((at, unit, source) -> watts.map(value -> new Sample(at, value))));
  }

  /** Microseconds since 1970. */
  private Reading<Long> placed(String text) {
    Reading<Double> seconds = Numbers.decimal(text, "the time stamp");
    long micros;
    if (seconds.isPresent()) {
      micros = Math.round(seconds.asOptional().orElseThrow() * 1e6);
    } else {
      try {
        Instant at = OffsetDateTime.parse(text).toInstant();
        micros = at.getEpochSecond() * 1_000_000 + at.getNano() / 1000;
      } catch (DateTimeException e) {
        return Reading.unreadable(
            "%s is no time stamp: seconds since 1970, or as 2026-01-31T12:00:00Z"
                .formatted(Numbers.quote(text)));
      }
    }
    double off = (micros - clock.nowMicros()) * 1e-6;
    return Math.abs(off) <= MOST_SECONDS_OFF
        ? Reading.of(micros, "us", "its time stamp")
        : Reading.unreadable("its time stamps are %.0f s from this machine's clock".formatted(off));
  }
}
