package assay.bench.subject;

import assay.kernels.DeviceTimer;
import assay.probe.Reading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The same batches by the device's own clock and by the host's.
 *
 * <p>Both run by quartz and differ by 0.01 per cent, and marks in a queue are noted to a
 * microsecond or two. A look takes 2 milliseconds at least, so a device cannot have spent 1 per
 * cent more than passed on the host between the call that began it and the one that returned. It
 * has spent less by launching and by the host's waking up, some 60 microseconds or 3 per cent, and
 * by whatever kept the host from its processor. The look with the longest device time for its host
 * time speaks for all, so three times as much, 10 per cent, is no disturbance: that clock counts
 * ticks of another rate, or the work went on after the mark.
 *
 * @param operations in one look
 * @param hostNanos of the look that speaks for all
 * @param deviceNanos of the same; empty where the device has no clock
 * @param launchNanos of one operation by itself, beyond its share of a batch
 */
record ClockComparison(
    long operations, long hostNanos, Optional<Long> deviceNanos, Reading<Double> launchNanos) {

  static final double MOST_ABOVE = 0.01;

  static final double MOST_BELOW = 0.10;

  private static final long LEAST_NANOS = 2_000_000;

  private static final int LOOKS = 5;

  private record Look(long operations, int batches, long host, Optional<Long> device) {

    /** Of the host's time; the host's own where the device has no clock. */
    double share() {
      return device.orElse(host) / (double) host;
    }
  }

  /**
   * @param submissions that fill a batch
   */
  static ClockComparison of(
      Subject subject, Submission submission, int submissions, LongSupplier clock) {
    List<Look> looks = new ArrayList<>();
    long single = Long.MAX_VALUE;
    try (Timer timer = new Timer(subject.timer())) {
      for (int i = 0; i < LOOKS; i++) {
        long start = clock.getAsLong();
        subject.run();
        single = Math.min(single, clock.getAsLong() - start);
        looks.add(look(subject, submission, submissions, timer, clock));
      }
    }
    Look closest = looks.stream().max(Comparator.comparingDouble(Look::share)).orElseThrow();
    Look shortest = looks.stream().min(Comparator.comparingLong(Look::host)).orElseThrow();
    return new ClockComparison(
        closest.operations(), closest.host(), closest.device(), launch(single, shortest));
  }

  private static Look look(
      Subject subject, Submission submission, int submissions, Timer timer, LongSupplier clock) {
    int batches = 0;
    long start = clock.getAsLong();
    timer.begin();
    do {
      submission.run(submissions);
      batches++;
    } while (clock.getAsLong() - start < LEAST_NANOS);
    timer.end();
    subject.await();
    long host = clock.getAsLong() - start;
    long operations = (long) batches * submissions * submission.operations();
    return new Look(operations, batches, host, timer.nanos());
  }

  /** A batch pays once for launching and waiting, its operations otherwise nothing. */
  private static Reading<Double> launch(long single, Look look) {
    long queued = look.operations() - look.batches();
    if (queued == 0) {
      return Reading.unavailable("one operation fills a batch");
    }
    double launch = (look.operations() * single - look.host()) / (double) queued;
    return launch > 0
        ? Reading.of(launch, "ns", "single operation, less its share of a batch")
        : Reading.unavailable("shorter than the operation's own spread");
  }

  /** A sentence when the clocks contradict each other. */
  Optional<String> doubt() {
    return deviceNanos
        .filter(device ->
            device > (1 + MOST_ABOVE) * hostNanos || device < (1 - MOST_BELOW) * hostNanos)
        .map(device ->
            String.format(
                Locale.ROOT,
                "device timer says %.4g ms, host clock %.4g ms for the same batch",
                device / 1e6,
                hostNanos / 1e6));
  }

  Map<String, Reading<Double>> readings() {
    Map<String, Reading<Double>> readings = new TreeMap<>();
    readings.put("batch.operations", Reading.of((double) operations, "", "batch"));
    readings.put("batch.host.nanos", Reading.of((double) hostNanos, "ns", "host clock"));
    readings.put(
        "batch.device.nanos",
        deviceNanos
            .map(nanos -> Reading.of((double) nanos, "ns", "device timer"))
            .orElseGet(() -> Reading.unsupported("the backend has no device timer")));
    readings.put("launch.nanos", launchNanos);
    return readings;
  }

  /** Marks where the device has a clock. */
  private record Timer(Optional<DeviceTimer> device) implements AutoCloseable {

    void begin() {
      device.ifPresent(DeviceTimer::begin);
    }

    void end() {
      device.ifPresent(DeviceTimer::end);
    }

    Optional<Long> nanos() {
      return device.map(DeviceTimer::nanos);
    }

    @Override
    public void close() {
      device.ifPresent(DeviceTimer::close);
    }
  }
}
