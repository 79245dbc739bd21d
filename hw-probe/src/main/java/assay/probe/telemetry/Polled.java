package assay.probe.telemetry;

import assay.probe.Reading;
import java.util.List;
import java.util.function.Supplier;

/** A source that gives one value a call, which held somewhere between the call and its answer. */
public final class Polled implements Source {

  /** An answer that took longer, in nanoseconds, holds for a moment that nobody can tell. */
  static final long LONGEST_NANOS = 100_000_000;

  private final Channel channel;
  private final Supplier<Reading<Double>> value;

  /**
   * @param value in the unit of the channel's measure
   */
  public Polled(Channel channel, Supplier<Reading<Double>> value) {
    this.channel = channel;
    this.value = value;
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public Reading<List<Sample>> read() {
    long before = System.nanoTime();
    Reading<Double> answer = value.get();
    return stamped(channel, answer, before, System.nanoTime());
  }

  /** One sample in the middle of the call that gave it. */
  public static Reading<List<Sample>> stamped(
      Channel channel, Reading<Double> answer, long before, long after) {
    return answer.flatMap((number, unit, source) -> {
      if (after - before > LONGEST_NANOS) {
        return Reading.unresolved(
            "%s took %.1f s to answer, so nobody can tell when its value held"
                .formatted(channel.source(), (after - before) * 1e-9));
      }
      return Double.isFinite(number)
          ? Reading.of(
              List.of(new Sample(before + (after - before) / 2, number)),
              channel.measure().unit(),
              source)
          : Reading.unreadable(channel.source() + " says " + number);
    });
  }
}
