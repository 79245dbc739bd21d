package assay.reports.record;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import java.util.List;
import java.util.Map;

/**
 * One case repeated for minutes to hours.
 *
 * @param askedSeconds how long it should last
 * @param channels that slices speak of
 * @param slices in order of time, a few seconds each or, of a long run, more
 */
public record Sustained(double askedSeconds, List<Channel> channels, List<Slice> slices) {

  public Sustained {
    channels = List.copyOf(channels);
    slices = List.copyOf(slices);
  }

  /**
   * @param startSeconds since the first operation; a hole between two slices is a time in which
   *     nothing ran, after an interruption
   * @param operations completed in it
   * @param nanos that they took
   * @param means by channel id: mean of a gauge, per second of a counter (so watts of an energy
   *     counter), or why not
   * @param throttled why something was held below its speed in this slice; empty when nothing was
   */
  public record Slice(
      double startSeconds,
      double seconds,
      long operations,
      long nanos,
      Map<String, Reading<Double>> means,
      List<String> throttled) {}
}
