package assay.probe.instrument;

import assay.probe.Reading;
import assay.probe.Texts;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A meter that writes lines by itself: a program, a serial line, a log that grows. */
final class TextMeter implements Runnable {

  /** More than any reading's line; what is longer is not read further. */
  private static final int MOST_BYTES = 4096;

  private static final int WAITING_MILLIS = 100;

  /** Lines come from here. */
  interface Lines extends AutoCloseable {
    InputStream in();

    /** Whether more may come after what looks like the end, as in a file that grows. */
    boolean grows();

    /** Why there is nothing more. */
    String ended();

    @Override
    void close();
  }

  /** What a line says; empty for one that is none of its business, such as a heading. */
  interface Format {
    Optional<Reading<Sample>> parse(String line, long arrivedNanos);
  }

  private final Lines lines;
  private final Format format;
  private final Feed feed;
  private volatile boolean stopped;

  private TextMeter(Channel channel, Lines lines, Format format) {
    this.lines = lines;
    this.format = format;
    feed = new Feed(channel, this::stop);
  }

  static Reading<List<Source>> open(Channel channel, Lines lines, Format format) {
    TextMeter meter = new TextMeter(channel, lines, format);
    Thread thread = new Thread(meter, "assay-meter");
    thread.setDaemon(true);
    thread.start();
    return Reading.of(List.of(meter.feed), channel.measure().unit(), channel.source());
  }

  @Override
  public void run() {
    var line = new ByteArrayOutputStream();
    try {
      for (int next = read(); next >= 0; next = read()) {
        if (next == '\n') {
          take(Texts.clean(line.toByteArray()).strip());
          line.reset();
        } else if (line.size() < MOST_BYTES) {
          line.write(next);
        }
      }
      feed.fail("%s: %s".formatted(feed.channel().source(), lines.ended()));
    } catch (IOException e) {
      feed.fail("%s: %s".formatted(feed.channel().source(), e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** -1 when there is nothing more, or nobody wants it. */
  private int read() throws IOException, InterruptedException {
    int next = lines.in().read();
    while (next < 0 && lines.grows() && !stopped) {
      Thread.sleep(WAITING_MILLIS);
      next = lines.in().read();
    }
    return stopped ? -1 : next;
  }

  private void take(String line) {
    format
        .parse(line, System.nanoTime())
        .ifPresent(said -> {
          switch (said) {
            case Reading.Present<Sample> sample -> feed.add(sample.value());
            case Reading.Unavailable<Sample> none ->
                feed.fail("%s: %s".formatted(feed.channel().source(), Reading.why(none)));
          }
        });
  }

  private void stop() {
    stopped = true;
    lines.close();
  }
}
