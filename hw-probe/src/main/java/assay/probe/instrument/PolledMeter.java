package assay.probe.instrument;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Source;
import java.util.List;
import java.util.function.Supplier;

/** An instrument that is asked at intervals by a thread of its own. */
final class PolledMeter implements Runnable {

  /** One that does not answer is asked less and less often, down to this. */
  private static final double LONGEST_PAUSE_SECONDS = 10;

  private final Supplier<Reading<Double>> question;
  private final double periodSeconds;
  private final Feed feed;
  private final Thread thread = new Thread(this, "assay-meter");
  private volatile boolean stopped;

  private PolledMeter(Channel channel, Supplier<Reading<Double>> question, double periodSeconds) {
    this.question = question;
    this.periodSeconds = periodSeconds;
    feed = new Feed(channel, this::stop);
    thread.setDaemon(true);
  }

  /**
   * Asks once and then again and again.
   *
   * @param question in W or J; waits for so long as its own limit allows
   * @return the source, or why the first answer was none
   */
  static Reading<List<Source>> open(
      Channel channel, Supplier<Reading<Double>> question, double periodSeconds) {
    PolledMeter meter = new PolledMeter(channel, question, periodSeconds);
    return meter
        .ask()
        .flatMap((value, unit, source) -> {
          meter.thread.start();
          return Reading.of(List.of((Source) meter.feed), channel.measure().unit(), source);
        });
  }

  /** The value held somewhere between the question and its answer. */
  private Reading<Double> ask() {
    long before = System.nanoTime();
    Reading<Double> answer;
    try {
      answer = question.get();
    } catch (RuntimeException e) {
      answer = Reading.unreadable("%s: %s".formatted(feed.channel().source(), e));
    }
    long middle = before + (System.nanoTime() - before) / 2;
    answer.asOptional().ifPresent(value -> feed.add(new Sample(middle, value)));
    if (!answer.isPresent()) {
      feed.fail(Reading.why(answer));
    }
    return answer;
  }

  @Override
  public void run() {
    double pause = periodSeconds;
    long began = System.nanoTime();
    while (!stopped) {
      long next = began + Math.round(pause * 1e9);
      try {
        Thread.sleep(Math.max(1, (next - System.nanoTime()) / 1_000_000));
      } catch (InterruptedException e) {
        return;
      }
      began = System.nanoTime();
      boolean answered = ask().isPresent();
      pause = answered ? periodSeconds : Math.min(2 * pause, LONGEST_PAUSE_SECONDS);
    }
  }

  private void stop() {
    stopped = true;
    thread.interrupt();
  }
}
