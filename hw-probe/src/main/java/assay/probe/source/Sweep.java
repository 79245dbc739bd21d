package assay.probe.source;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Polled;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Source;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Many files of one kind, read together for all channels that are made of them.
 *
 * <p>A machine may have five hundred cores: what takes long to read is read the less often, so that
 * it never takes more than a small share of the time.
 */
final class Sweep {

  /** One part in so many of one core's time. */
  private static final long SHARE = 500;

  /** A sweep that was slow once, in a cold JVM, shall not stay away for long. */
  private static final double MOST_SECONDS = 5;

  private final Supplier<Reading<double[]>> all;
  private final long leastNanos;
  private final LongSupplier clock;
  private Reading<double[]> values;
  private long number;
  private long begunNanos;
  private long endedNanos;

  private Sweep(Supplier<Reading<double[]>> all, double leastSeconds, LongSupplier clock) {
    this.all = all;
    this.leastNanos = Math.round(leastSeconds * 1e9);
    this.clock = clock;
    run();
  }

  /**
   * Of counters: where one of them cannot be read, their sum would go back.
   *
   * @param leastSeconds between two readings
   */
  static Sweep ofAll(double leastSeconds, List<Supplier<Reading<Double>>> files) {
    return new Sweep(() -> read(files, true), leastSeconds, System::nanoTime);
  }

  /** Of those that can be read: a core that is switched off has no clock. */
  static Sweep ofAny(double leastSeconds, List<Supplier<Reading<Double>>> files) {
    return of(leastSeconds, () -> read(files, false), System::nanoTime);
  }

  static Sweep of(double leastSeconds, Supplier<Reading<double[]>> all, LongSupplier clock) {
    return new Sweep(all, leastSeconds, clock);
  }

  private static Reading<double[]> read(List<Supplier<Reading<Double>>> files, boolean strict) {
    double[] found = new double[files.size()];
    int size = 0;
    Reading<Double> last = Reading.absent("no files of this kind");
    for (Supplier<Reading<Double>> file : files) {
      Reading<Double> value = file.get();
      switch (value) {
        case Reading.Present<Double> present -> found[size++] = present.value();
        case Reading.Unavailable<Double>(String reason) -> {
          if (strict) {
            return Reading.unavailable(reason);
          }
        }
      }
      last = value;
    }
    return size == 0
        ? last.map(never -> null)
        : Reading.of(Arrays.copyOf(found, size), "", "the files");
  }

  /** What was found when it was made. */
  Reading<double[]> first() {
    return values;
  }

  private void run() {
    begunNanos = clock.getAsLong();
    values = all.get();
    endedNanos = clock.getAsLong();
    number++;
  }

  private void runIfDue() {
    long took = endedNanos - begunNanos;
    long pause = Math.max(leastNanos, Math.min(took * SHARE, Math.round(MOST_SECONDS * 1e9)));
    if (clock.getAsLong() - endedNanos >= pause) {
      run();
    }
  }

  /** One number of all of them, each time that they were read again. */
  Source source(Channel channel, ToDoubleFunction<double[]> fold) {
    return new Source() {

      private long seen;

      @Override
      public Channel channel() {
        return channel;
      }

      @Override
      public Reading<List<Sample>> read() {
        runIfDue();
        if (seen == number) {
          return Reading.of(List.of(), channel.measure().unit(), channel.source());
        }
        seen = number;
        Reading<Double> value =
            values.flatMap((all, unit, from) ->
                Reading.of(fold.applyAsDouble(all), channel.measure().unit(), channel.source()));
        return Polled.stamped(channel, value, begunNanos, endedNanos);
      }
    };
  }
}
