package assay.reports.text;

import assay.probe.telemetry.Channel;
import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import assay.reports.record.RunRecord;
import assay.reports.record.Sustained;
import assay.reports.record.Telemetry;
import java.util.Locale;
import java.util.Optional;

/**
 * What the sensors said over time as CSV (RFC 4180): a row a value, base units, times in seconds
 * since the fork's first measured iteration. A counter is told by its growth per second.
 */
public final class SensorCsv {

  private static final String HEADING = "case,round,channel,scope,part,measure,unit,seconds,value";

  private final StringBuilder out = new StringBuilder();

  private SensorCsv() {}

  /** Empty when no sensor was asked. */
  public static Optional<String> of(RunRecord run) {
    SensorCsv csv = new SensorCsv();
    for (CaseRecord measured : run.cases()) {
      measured.forks().forEach(fork -> csv.add(measured.id(), fork));
    }
    return csv.out.isEmpty() ? Optional.empty() : Optional.of(HEADING + "\r\n" + csv.out);
  }

  private void add(String id, ForkRecord fork) {
    String start = Csv.text(id) + "," + fork.round();
    if (fork.telemetry() != null) {
      fork.telemetry().strips().forEach(strip -> add(start, strip));
    }
    if (fork.sustained() != null) {
      add(start, fork.sustained());
    }
  }

  private void add(String start, Telemetry.Strip strip) {
    for (int i = 0; i < strip.seconds().length; i++) {
      add(start, strip.channel(), strip.seconds()[i], strip.values()[i]);
    }
  }

  /** A slice is told at its beginning; what was not seen in it has no row. */
  private void add(String start, Sustained course) {
    for (Sustained.Slice slice : course.slices()) {
      String rate = "operations,,,RATE,1/s";
      row(start, rate, slice.startSeconds(), slice.operations() / slice.seconds());
      for (Channel channel : course.channels()) {
        Optional.ofNullable(slice.means().get(channel.id()))
            .flatMap(mean -> mean.asOptional())
            .ifPresent(mean -> add(start, channel, slice.startSeconds(), mean));
      }
    }
  }

  private void add(String start, Channel of, double seconds, double value) {
    String unit = of.measure().isCounter() ? perSecond(of) : of.measure().unit();
    String what =
        String.join(
            ",",
            Csv.text(of.id()),
            of.scope().name().toLowerCase(Locale.ROOT),
            Csv.text(of.part()),
            of.measure().name(),
            unit);
    row(start, what, seconds, value);
  }

  private static String perSecond(Channel of) {
    return of.measure().tellsEnergy() ? "W" : of.measure().unit() + "/s";
  }

  private void row(String start, String what, double seconds, double value) {
    out.append(start).append(',').append(what).append(',').append(seconds).append(',');
    out.append(value).append("\r\n");
  }
}
