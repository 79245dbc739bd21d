package assay.bench.subject;

import assay.probe.Reading;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The operations of a batch on a device: the first is waited for by itself, which is the latency
 * that a caller sees; the others are enqueued and waited for together.
 */
final class DeviceBatch implements AutoCloseable {

  /**
   * Telling a device of an operation and hearing that it is done takes 5 to 20 microseconds, which
   * the first operation pays alone: 0.4 per cent of a batch at most.
   */
  private static final long LEAST_NANOS = 5_000_000;

  /** Details of operations that are waited for one by one. */
  static final Map<String, String> SINGLE = Map.of("submission", "single");

  /** Drivers hold about a thousand launches; then the caller is made to wait inside one. */
  private static final int MOST_SUBMISSIONS = 1024;

  private final Subject subject;
  private final Submission submission;
  private final int submissions;
  private final DeviceSettling.Settled settled;
  private final ClockComparison clocks;
  private final LongSupplier clock;
  private final HostPart host;

  private DeviceBatch(
      Subject subject,
      Submission submission,
      int submissions,
      DeviceSettling.Settled settled,
      ClockComparison clocks,
      LongSupplier clock) {
    this.subject = subject;
    this.submission = submission;
    this.submissions = submissions;
    this.settled = settled;
    this.clocks = clocks;
    this.clock = clock;
    host = new HostPart(subject.timer(), clock);
  }

  /**
   * Runs the operation until the device is settled, and then holds its clock against the host's.
   */
  static DeviceBatch settle(Subject subject, LongSupplier clock) {
    Submission submission = Submission.queue(subject);
    DeviceSettling settling = new DeviceSettling(clock);
    DeviceSettling.Settled settled = settling.settle(submission);
    if (settled.nanosPerOperation() < Submission.GRAPH_NANOS) {
      submission = Submission.graph(subject);
      if (submission.isGraph()) {
        settled = settling.settle(submission);
      }
    }
    int submissions = submissions(settled.nanosPerOperation() * submission.operations());
    ClockComparison clocks = ClockComparison.of(subject, submission, submissions, clock);
    if (submission.operations() == 1 && settled.nanosPerOperation() < LEAST_NANOS) {
      // The first operation of a batch is not one of them.
      submissions = new Batch(1 + submissions, 0).goingRound(subject.copies()).operations() - 1;
    }
    return new DeviceBatch(subject, submission, submissions, settled, clocks, clock);
  }

  /** That fill a batch. */
  static int submissions(double nanosEach) {
    return (int) Math.clamp(Math.ceil(LEAST_NANOS / Math.max(1, nanosEach)), 1, MOST_SUBMISSIONS);
  }

  private boolean isSingle() {
    return settled.nanosPerOperation() >= LEAST_NANOS;
  }

  /** Of which the host's part is told. */
  void beginMeasuring() {
    host.reset();
  }

  /**
   * All of the batch.
   *
   * @return nanoseconds of the first, until the host knew that it was done
   */
  long run() {
    if (isSingle()) {
      return host.run(subject::enqueue, subject::await, 1, 0);
    }
    long start = clock.getAsLong();
    subject.run();
    long first = clock.getAsLong() - start;
    host.run(() -> submission.enqueue(submissions), subject::await, others(), first);
    return first;
  }

  private int others() {
    return isSingle() ? 0 : submissions * submission.operations();
  }

  Batch batch() {
    return new Batch(1 + others(), Math.round(settled.nanosPerOperation()));
  }

  /** For the record: {@code submission} is {@code graph of 64}, {@code queue} or {@code single}. */
  Map<String, String> details() {
    return isSingle() ? SINGLE : submission.details();
  }

  Optional<String> doubt() {
    return clocks.doubt();
  }

  Map<String, Reading<Double>> readings() {
    Map<String, Reading<Double>> readings = new TreeMap<>(clocks.readings());
    readings.putAll(host.readings());
    readings.put("settling.nanos", settled.nanos());
    return readings;
  }

  @Override
  public void close() {
    host.close();
    submission.close();
  }
}
