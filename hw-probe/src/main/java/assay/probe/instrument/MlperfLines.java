package assay.probe.instrument;

import assay.probe.Numbers;
import assay.probe.Reading;
import assay.probe.telemetry.EpochClock;
import assay.probe.telemetry.Sample;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Lines of a power log as MLPerf's runs keep them: {@code Time,12-16-2020
 * 18:03:15.344,Watts,22.9,Volts,228.5,Amps,0.206,PF,0.486,Mark,Testing}.
 *
 * <p>Names and values alternate. The time is the analyser's host's own, without a zone.
 */
final class MlperfLines implements TextMeter.Format {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MM-dd-yyyy HH:mm:ss.SSS", Locale.ROOT);

  private final EpochClock clock;
  private final ZoneId zone;
  private final double offsetSeconds;

  /**
   * @param offsetSeconds by which the analyser's host's clock is ahead of this machine's
   */
  MlperfLines(EpochClock clock, ZoneId zone, double offsetSeconds) {
    this.clock = clock;
    this.zone = zone;
    this.offsetSeconds = offsetSeconds;
  }

  @Override
  public Optional<Reading<Sample>> parse(String line, long arrivedNanos) {
    String[] words = line.split(",", -1);
    if (!words[0].equals("Time")) {
      return Optional.empty();
    }
    String time = words.length > 1 ? words[1] : "";
    String watts = "";
    for (int i = 2; i + 1 < words.length; i += 2) {
      watts = words[i].equals("Watts") ? words[i + 1] : watts;
    }
    Reading<Double> value = Numbers.decimal(watts, "the log's Watts");
    return Optional.of(
        value.flatMap((number, unit, source) -> nanos(time).map(at -> new Sample(at, number))));
  }

  private Reading<Long> nanos(String text) {
    try {
      Instant at = LocalDateTime.parse(text, TIME).atZone(zone).toInstant();
      long micros = at.getEpochSecond() * 1_000_000 + at.getNano() / 1000;
      return Reading.of(clock.nanos(micros - Math.round(offsetSeconds * 1e6)), "ns", "the log");
    } catch (DateTimeException e) {
      return Reading.unreadable(
          "the log's time is %s, not as 12-16-2020 18:03:15.344".formatted(Numbers.quote(text)));
    }
  }
}
