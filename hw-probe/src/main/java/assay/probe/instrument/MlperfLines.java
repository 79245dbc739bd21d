package assay.probe.instrument;

import assay.probe.Numbers;
import assay.probe.Reading;
import assay.probe.telemetry.Sample;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Lines of a power log as MLPerf's runs keep them: {@code Time,12-16-2020
 * 18:03:15.344,Watts,22.9,Volts,228.5,Amps,0.206,PF,0.486,Mark,Testing}.
 *
 * <p>Names and values alternate. The time is the analyser's host's own, without a zone. What its
 * program had to say is between the readings, as {@code Time,...,ERROR,Bad watts reading nan}.
 */
final class MlperfLines implements TextMeter.Format {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MM-dd-yyyy HH:mm:ss.SSS", Locale.ROOT);

  private static final Set<String> REMARKS = Set.of("NOTICE", "INFO", "DEBUG");

  private static final Set<String> COMPLAINTS = Set.of("ERROR", "WARNING", "FATAL");

  private final Stamps stamps;
  private final ZoneId zone;

  MlperfLines(Stamps stamps, ZoneId zone) {
    this.stamps = stamps;
    this.zone = zone;
  }

  @Override
  public Optional<Reading<Sample>> parse(String line, long arrivedNanos) {
    String[] words = line.split(",", -1);
    String kind = words.length > 2 ? words[2].strip().toUpperCase(Locale.ROOT) : "";
    if (!words[0].equals("Time") || REMARKS.contains(kind)) {
      return Optional.empty();
    }
    if (COMPLAINTS.contains(kind)) {
      String said = line.substring(line.indexOf(words[2], words[0].length() + words[1].length()));
      return Optional.of(Reading.unreadable("the log says %s".formatted(Numbers.quote(said))));
    }
    String watts = "";
    for (int i = 2; i + 1 < words.length; i += 2) {
      watts = words[i].equals("Watts") ? words[i + 1] : watts;
    }
    Reading<Double> value = Numbers.decimal(watts, "the log's Watts");
    String time = words.length > 1 ? words[1] : "";
    return Optional.of(
        value.flatMap((number, unit, source) -> nanos(time).map(at -> new Sample(at, number))));
  }

  private Reading<Long> nanos(String text) {
    try {
      Instant at = LocalDateTime.parse(text, TIME).atZone(zone).toInstant();
      return stamps.nanos(at.getEpochSecond() * 1_000_000 + at.getNano() / 1000);
    } catch (DateTimeException e) {
      return Reading.unreadable(
          "the log's time is %s, not as 12-16-2020 18:03:15.344".formatted(Numbers.quote(text)));
    }
  }
}
