package assay.bench.subject;

import assay.bench.telemetry.CaseSources;
import assay.bench.telemetry.Disturbances;
import assay.bench.telemetry.Sensing;
import assay.bench.telemetry.TelemetryWatch;
import assay.datasets.generate.Fill;
import assay.datasets.generate.Generated;
import assay.datasets.generate.InputsFactory;
import assay.datasets.real.RealWeights;
import assay.kernels.Inputs;
import assay.kernels.Spec;
import assay.probe.Reading;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.CaseRecord.Status;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * A subject with what surrounds the timed loop: preparing, poisoning, checking, latencies.
 *
 * <p>The order is: prepare, poison, run once, check, settle the batch, poison again, [JMH's timed
 * loop], check again, poison a third time, run once, check. The second poison makes the check after
 * the loop speak of the loop's own output; the third finds a kernel that stopped writing inside the
 * loop and left there what it had written before.
 */
public final class TimedSubject implements AutoCloseable {

  /** A cache of 32 MB is read in 3 ms at 10 GB/s. */
  private static final long REWARMING_NANOS = 10_000_000;

  private final Arena arena = Arena.ofShared();
  private final LatencyRecorder latency = new LatencyRecorder();
  private final HardwareWatch hardware;
  private final LongSupplier clock;
  private final Target target;
  private final ColdCopies.Rotation rotation;
  private final Subject subject;
  private final AccuracyCheck check;
  private final Checked before;
  private final float[] firstOutput;
  private final Optional<DeviceBatch> device;
  private final Batch batch;
  private final TelemetryWatch telemetry;
  private boolean measuring;
  private Checked meanwhile;
  private boolean changedMeanwhile;

  /**
   * Prepares and checks the case.
   *
   * @param settleBatch whether short operations share one clock reading; else every one is timed
   */
  public TimedSubject(SubjectRequest request, boolean settleBatch) {
    this(request, Target.of(request), settleBatch, System::nanoTime);
  }

  TimedSubject(SubjectRequest request, Target target, boolean settleBatch, LongSupplier clock) {
    this.clock = clock;
    this.target = target;
    hardware = HardwareWatch.of(target);
    CaseRecord.Key key = request.key();
    Spec spec = Spec.parse(key.spec());
    Generated generated = generate(spec, request);
    Inputs inputs = generated.inputs();
    ColdCopies.Cost cost = ColdCopies.Cost.of(spec, inputs);
    Room room = target.room(request.lastCacheBytes());
    ColdCopies.Rotation wanted =
        key.cache().equals("cold") ? ColdCopies.rotation(cost, room) : ColdCopies.Rotation.NONE;
    subject = Subject.prepare(target, key, spec, copies(inputs, wanted.copies()));
    rotation =
        subject.copies() < wanted.copies()
            ? ColdCopies.rotation(subject.copies(), cost, room)
            : wanted;
    check = new AccuracyCheck(spec, generated, subject.arithmetic(), request);
    subject.poison();
    // One copy: in the interpreter an operation of Vector API code takes a hundred times as long.
    subject.run();
    before = check.first(subject);
    firstOutput = check.snapshot(subject);
    device =
        settleBatch && subject.isQueued()
            ? Optional.of(DeviceBatch.settle(subject, clock))
            : Optional.empty();
    batch = device.map(DeviceBatch::batch).orElseGet(() -> hostBatch(settleBatch));
    subject.poison();
    telemetry =
        TelemetryWatch.start(
            CaseSources.of(target.backend(), target.device(), request.sensing()),
            request.sensing(),
            Turn.isSharedJvm());
  }

  private Batch hostBatch(boolean settled) {
    return settled ? Batch.settle(subject::run).goingRound(subject.copies()) : Batch.SINGLE;
  }

  /** A device has a copy of its own for each kernel anyway. */
  private List<Inputs> copies(Inputs inputs, int count) {
    return target.device().isHost()
        ? ColdCopies.of(inputs, count, arena)
        : Collections.nCopies(count, inputs);
  }

  private Generated generate(Spec spec, SubjectRequest request) {
    Fill fill = fill(request.key());
    if (request.weights().isEmpty()) {
      return new InputsFactory().generate(spec, fill, request.seed(), arena);
    }
    try (RealWeights own = RealWeights.open(Path.of(request.weights()))) {
      return new InputsFactory(() -> own).generate(spec, fill, request.seed(), arena);
    }
  }

  private static Fill fill(CaseRecord.Key key) {
    return Fill.recorded(key.fill())
        .orElseThrow(() ->
            new IllegalArgumentException(
                "unknown fill \"%s\"; there are %s"
                    .formatted(key.fill(), Arrays.toString(Fill.values()))));
  }

  /** One JMH invocation: a batch of operations, the first of them timed by itself. */
  public void operations() {
    if (device.isPresent()) {
      latency.record(device.get().run());
      return;
    }
    long start = clock.getAsLong();
    subject.run();
    latency.record(clock.getAsLong() - start);
    for (int i = 1; i < batch.operations(); i++) {
      subject.run();
    }
  }

  /** Of one operation, as far as preparing has seen. */
  public long shortestNanos() {
    return batch.shortestNanos();
  }

  /** Fills caches again that somebody else has used meanwhile. */
  public void rewarm() {
    long start = System.nanoTime();
    do {
      subject.run();
    } while (System.nanoTime() - start < REWARMING_NANOS);
  }

  /** Called before each measured iteration; the first time it forgets the warm-up's latencies. */
  public void beginMeasuring() {
    if (!measuring) {
      measuring = true;
      latency.reset();
      device.ifPresent(DeviceBatch::beginMeasuring);
    }
    hardware.begin();
    telemetry.begin();
  }

  /** Called first after each iteration. */
  public void endIteration() {
    telemetry.end();
  }

  /** What happens until {@link #beginMeasuring} is called again is not this case's. */
  public void pauseMeasuring() {
    hardware.end();
  }

  /** Operations of one call of {@link #operations}. */
  public int batch() {
    return batch.operations();
  }

  /**
   * Of the machine and the device that this runs on, for a loop of slices; whoever asks for it has
   * given this subject no sensing of its own.
   */
  public SliceWatch watch(Sensing sensing) {
    return SliceWatch.of(target, sensing);
  }

  /** What preparing and the check before the loop have found; nothing was timed yet. */
  public SubjectReport beforeLoop() {
    return new SubjectReport(
        judge(before, false, Optional.empty()),
        execution(),
        check.toRecord(before, false),
        subject.prepareNanos(),
        batch.operations(),
        null,
        Map.of(),
        null,
        List.of());
  }

  /**
   * Looks at a sample of what the loop has written, and spoils it, so that the next look and {@link
   * #finish} speak of what is written from now on. What is wrong now stays wrong.
   *
   * @return what is wrong
   */
  public Optional<String> look() {
    subject.runUnwritten();
    Checked now = check.sampled(subject);
    changedMeanwhile |= OutputChange.isMoreThanReordering(firstOutput, check.snapshot(subject));
    meanwhile = meanwhile == null || now.isWorseThan(meanwhile) ? now : meanwhile;
    subject.poison();
    rewarm();
    return now.isRight() ? Optional.empty() : Optional.of(now.reason());
  }

  /** Checks the output of the timed loop and tells all that was seen. */
  public SubjectReport finish() {
    telemetry.end();
    hardware.end();
    // A loop shorter than the rotation leaves copies that still hold the poison.
    subject.runUnwritten();
    Checked loop = check.all(subject);
    boolean changed =
        changedMeanwhile || OutputChange.isMoreThanReordering(firstOutput, check.snapshot(subject));
    subject.poison();
    subject.run();
    Checked last = check.first(subject);
    Checked end = last.isWorseThan(loop) ? last : loop;
    Checked after = meanwhile != null && meanwhile.isWorseThan(end) ? meanwhile : end;
    Checked worst = after.isWorseThan(before) ? after : before;
    // A device's queue does not wait for a busy host; what holds the device itself is told apart.
    Optional<Disturbances> disturbances =
        target.device().isHost() ? telemetry.recording().map(Disturbances::new) : Optional.empty();
    List<String> excluded = disturbances.map(all -> all.of(telemetry.windows())).orElse(List.of());
    return new SubjectReport(
        judge(after, changed, disturbances),
        execution(),
        check.toRecord(worst, after.isRight()),
        subject.prepareNanos(),
        batch.operations(),
        latency.toRecord(),
        readings(),
        telemetry.toRecord(excluded),
        excluded);
  }

  private Map<String, Reading<Double>> readings() {
    Map<String, Reading<Double>> readings = new TreeMap<>(telemetry.readings());
    readings.putAll(hardware.readings());
    device.ifPresent(own -> readings.putAll(own.readings()));
    return readings;
  }

  private Status judge(Checked after, boolean changed, Optional<Disturbances> disturbances) {
    if (!before.isRight()) {
      return new Status(State.WRONG, List.of(before.reason()));
    }
    if (!after.isRight()) {
      return new Status(State.WRONG, List.of("after the timed loop: " + after.reason()));
    }
    List<String> doubts = new ArrayList<>();
    if (changed) {
      doubts.add("output changed between the first and last run");
    }
    if (!rotation.isCold()) {
      doubts.add(
          "not cold: %d copies hold %d of the %d bytes that no cache keeps"
              .formatted(rotation.copies(), rotation.bytes(), rotation.neededBytes()));
    }
    device.flatMap(DeviceBatch::doubt).ifPresent(doubts::add);
    disturbances.map(all -> all.doubt(telemetry.windows())).ifPresent(doubts::addAll);
    return doubts.isEmpty() ? Status.VALID : new Status(State.MISTRUSTED, doubts);
  }

  private CaseRecord.Execution execution() {
    var execution = subject.execution();
    Map<String, String> details = new TreeMap<>(execution.details());
    if (!target.device().isHost()) {
      details.putAll(device.map(DeviceBatch::details).orElse(DeviceBatch.SINGLE));
    }
    if (rotation.neededBytes() > 0) {
      details.put("weightCopies", String.valueOf(rotation.copies()));
      details.put("rotatedBytes", String.valueOf(rotation.bytes()));
      details.put("rotatedBytesNeeded", String.valueOf(rotation.neededBytes()));
    }
    return new CaseRecord.Execution(execution.kernel(), execution.isa(), details);
  }

  @Override
  public void close() {
    telemetry.close();
    device.ifPresent(DeviceBatch::close);
    subject.close();
    arena.close();
  }
}
