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

  private static final int LONGEST_PAUSE_MILLIS = 5000;

  /** Lines come from here. */
  interface Lines {

    /**
     * @param halfALine whether it may begin within a line
     */
    record Stream(InputStream in, boolean halfALine) {}

    /** What comes after the last byte. */
    enum After {
      THE_END,
      WAIT_FOR_MORE,
      OPEN_AGAIN
    }

    /** May wait, as a pipe does for who writes into it. */
    Stream open() throws IOException;

    After after();

    /** Why there is nothing more. */
    String ended();

    default void close() {}
  }

  /** What a line says; empty for one that is none of its business, such as a heading. */
  interface Format {
    Optional<Reading<Sample>> parse(String line, long arrivedNanos);
  }

  private final Lines lines;
  private final Format format;
  private final Feed feed;
  private final Thread thread = new Thread(this, "assay-meter");
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private volatile boolean stopped;
  private volatile InputStream in;
  private boolean skipping;
  private int pauseMillis;

  private TextMeter(Channel channel, Lines lines, Format format) {
    this.lines = lines;
    this.format = format;
    feed = new Feed(channel, this::stop);
    thread.setDaemon(true);
  }

  static Reading<List<Source>> open(Channel channel, Lines lines, Format format) {
    TextMeter meter = new TextMeter(channel, lines, format);
    meter.thread.start();
    return Reading.of(List.of(meter.feed), channel.measure().unit(), channel.source());
  }

  @Override
  public void run() {
    try {
      do {
        try {
          readOnce();
          fail(lines.ended());
        } catch (IOException | RuntimeException e) {
          fail(e.getMessage() == null ? e.toString() : e.getMessage());
        }
        pauseMillis = Math.clamp(2L * pauseMillis, WAITING_MILLIS, LONGEST_PAUSE_MILLIS);
        Thread.sleep(pauseMillis);
      } while (!stopped && lines.after() == Lines.After.OPEN_AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readOnce() throws IOException, InterruptedException {
    Lines.Stream stream = lines.open();
    try (InputStream opened = stream.in()) {
      in = opened;
      skipping = stream.halfALine();
      line.reset();
      for (int next = read(); next >= 0; next = read()) {
        take(next);
      }
    }
  }

  private void take(int next) {
    if (next != '\n') {
      if (line.size() <= MOST_BYTES) {
        line.write(next);
      }
      return;
    }
    if (!skipping) {
      if (line.size() > MOST_BYTES) {
        fail("a line is longer than %d bytes".formatted(MOST_BYTES));
      } else {
        say(Texts.clean(line.toByteArray()).strip());
      }
    }
    skipping = false;
    line.reset();
  }

  /** -1 when there is nothing more, or nobody wants it. */
  private int read() throws IOException, InterruptedException {
    int next = in.read();
    while (next < 0 && !stopped && lines.after() == Lines.After.WAIT_FOR_MORE) {
      Thread.sleep(WAITING_MILLIS);
      next = in.read();
    }
    return stopped ? -1 : next;
  }

  private void say(String text) {
    Optional<Reading<Sample>> said = format.parse(text, System.nanoTime());
    if (said.isPresent() && said.get() instanceof Reading.Present<Sample>(Sample s, var u, var f)) {
      pauseMillis = 0;
      feed.add(s);
    } else if (said.isPresent()) {
      fail(Reading.why(said.get()));
    }
  }

  private void fail(String reason) {
    feed.fail("%s: %s".formatted(feed.channel().source(), reason));
  }

  private void stop() {
    stopped = true;
    lines.close();
    thread.interrupt();
    InputStream open = in;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // Nothing more is read from it.
      }
    }
  }
}
