package assay.probe.instrument;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Source;
import java.util.ArrayList;
import java.util.List;

/**
 * What a reader has received and the sampler has not yet fetched. Bounded: an instrument that sends
 * faster than anybody asks loses its oldest samples.
 */
final class Feed implements Source {

  private static final int MOST_SAMPLES = 4096;

  private final Channel channel;
  private final Runnable stop;
  private final List<Sample> samples = new ArrayList<>();
  private String failure = "";

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
    failure = "";
    if (samples.size() == MOST_SAMPLES) {
      samples.removeFirst();
    }
    samples.add(sample);
  }

  /** From now on nothing is known, for this reason, until a sample comes. */
  synchronized void fail(String reason) {
    failure = reason;
  }

  @Override
  public synchronized Reading<List<Sample>> read() {
    if (samples.isEmpty() && !failure.isEmpty()) {
      return Reading.unreadable(failure);
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
