package assay.probe.instrument;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Source;
import java.util.ArrayList;
import java.util.List;

/**
 * What a reader has received and the sampler has not yet fetched. Bounded: an instrument that sends
 * faster than anybody asks loses its oldest samples.
 *
 * <p>A failure is told once even where samples came after it, and again and again where none did.
 */
final class Feed implements Source {

  /** More than a hall of machines; beyond it a number is of something else. */
  static final double MOST_WATTS = 1e7;

  private static final int MOST_SAMPLES = 4096;

  private final Channel channel;
  private final Runnable stop;
  private final List<Sample> samples = new ArrayList<>();
  private String failing = "";
  private String untold = "";

  /**
   * @param stop ends the reader
   */
  Feed(Channel channel, Runnable stop) {
    this.channel = channel;
    this.stop = stop;
  }

  @Override
  public Channel channel() {
    return channel;
  }

  synchronized void add(Sample sample) {
    if (!canBe(sample.value())) {
      fail(
          "%s says %s %s, which cannot be%s"
              .formatted(
                  channel.source(),
                  sample.value(),
                  channel.measure().unit(),
                  sample.value() < 0 ? ": is it connected the wrong way round?" : ""));
      return;
    }
    failing = "";
    if (samples.size() == MOST_SAMPLES) {
      samples.removeFirst();
    }
    samples.add(sample);
  }

  private boolean canBe(double value) {
    return value >= 0
        && value < Double.POSITIVE_INFINITY
        && (channel.measure() != Measure.POWER || value <= MOST_WATTS);
  }

  /** From now on nothing is known, for this reason, until a sample comes. */
  synchronized void fail(String reason) {
    failing = reason;
    untold = reason;
  }

  @Override
  public synchronized Reading<List<Sample>> read() {
    String reason = samples.isEmpty() ? failing : untold;
    if (!reason.isEmpty()) {
      untold = "";
      return Reading.unreadable(reason);
    }
    List<Sample> all = List.copyOf(samples);
    samples.clear();
    return Reading.of(all, channel.measure().unit(), channel.source());
  }

  @Override
  public void close() {
    stop.run();
  }
}
