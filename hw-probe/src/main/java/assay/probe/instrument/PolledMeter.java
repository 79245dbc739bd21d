package assay.probe.instrument;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Source;
import java.util.List;
import java.util.function.Supplier;

/** An instrument that is asked at intervals by a thread of its own. */
final class PolledMeter implements Runnable {

  private final Supplier<Reading<Double>> question;
  private final long periodNanos;
  private final Feed feed;
  private final Thread thread = new Thread(this, "assay-meter");
  private volatile boolean stopped;

  private PolledMeter(Channel channel, Supplier<Reading<Double>> question, double periodSeconds) {
    this.question = question;
    this.periodNanos = Math.round(periodSeconds * 1e9);
    feed = new Feed(channel, this::stop);
    thread.setDaemon(true);
  }

  /**
   * Asks once and then again and again.
   *
   * @param question in W or J; may wait as long as it likes, throws nothing
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
    Reading<Double> answer = question.get();
    long middle = before + (System.nanoTime() - before) / 2;
    answer.asOptional().ifPresent(value -> feed.add(new Sample(middle, value)));
    if (!answer.isPresent()) {
      feed.fail(Reading.why(answer));
    }
    return answer;
  }

  @Override
  public void run() {
    while (!stopped) {
      long next = System.nanoTime() + periodNanos;
      try {
        Thread.sleep(Math.max(0, (next - System.nanoTime()) / 1_000_000));
      } catch (InterruptedException e) {
        return;
      }
      ask();
    }
  }

  private void stop() {
    stopped = true;
    thread.interrupt();
  }
}
