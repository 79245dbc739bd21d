package assay.probe.telemetry;

import assay.probe.Reading;
import java.util.List;
import java.util.concurrent.Future;

/**
 * A source whose answer takes longer than a sampler waits: it is asked on a thread of its own, once
 * a second at most, and hands out what has come since.
 */
public final class Unhurried implements Source {

  private static final long PAUSE_NANOS = 1_000_000_000;
  private static final long SILENCE_NANOS = 5_000_000_000L;

  private final Source source;
  private final VendorThread thread;
  private final long pauseNanos;
  private Future<?> asked;
  private long askedNanos;
  private volatile Reading<List<Sample>> answer;

  public Unhurried(VendorThread thread, Source source) {
    this(thread, source, PAUSE_NANOS);
  }

  Unhurried(VendorThread thread, Source source, long pauseNanos) {
    this.thread = thread;
    this.source = source;
    this.pauseNanos = pauseNanos;
  }

  @Override
  public Channel channel() {
    return source.channel();
  }

  @Override
  public Reading<List<Sample>> read() {
    long waited = System.nanoTime() - askedNanos;
    if (asked != null && !asked.isDone()) {
      return waited < SILENCE_NANOS
          ? nothing()
          : Reading.unreadable(
              "%s has not answered for %.0f s".formatted(thread.library(), waited * 1e-9));
    }
    Reading<List<Sample>> come = answer;
    answer = null;
    if (asked == null || waited >= pauseNanos) {
      askedNanos = System.nanoTime();
      asked = thread.start(this::ask);
    }
    return come == null ? nothing() : come;
  }

  private void ask() {
    try {
      answer = source.read();
    } catch (RuntimeException e) {
      answer = Reading.unreadable(channel().source() + " could not be asked: " + e);
    }
  }

  private Reading<List<Sample>> nothing() {
    return Reading.of(List.of(), channel().measure().unit(), channel().source());
  }

  @Override
  public void close() {
    source.close();
  }
}
