package assay.bench.run;

import assay.bench.fork.CeilingLauncher;
import assay.bench.fork.ForkInterruptedException;
import assay.bench.fork.ForkLauncher;
import assay.bench.fork.ForkReport;
import assay.bench.fork.ForkRequest;
import assay.bench.fork.ForkedJvm;
import assay.bench.fork.Scratch;
import assay.bench.plan.Plan;
import assay.bench.subject.LastCache;
import assay.bench.subject.SubjectRequest;
import assay.bench.telemetry.CaseSources;
import assay.bench.telemetry.IdleWatch;
import assay.bench.telemetry.Sensing;
import assay.probe.telemetry.Source;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.Idle;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Measures what the journal says is still to be measured, then writes the record. */
public final class RunSession implements AutoCloseable {

  /** A Freivalds check of the whole matmul result costs as much as decoding all weights. */
  private static final int FREIVALDS_ROUND = 0;

  /** Next to a load of minutes that is little, and slow counters need it. */
  private static final double SUSTAINED_IDLE_SECONDS = 30;

  private static final String BEFORE = "before";
  private static final String AFTER = "after";

  private final RunFolder folder;
  private final Journal journal;
  private final ForkedJvm jvm;
  private final Progress progress;
  private final Pace pace;
  private final SustainedCases sustained;
  private volatile boolean interrupted;

  /**
   * @param journal begins with the plan; may hold forks already
   */
  public RunSession(
      RunFolder folder, Journal journal, ForkedJvm jvm, Progress progress, Pace pace) {
    this.folder = folder;
    this.journal = journal;
    this.jvm = jvm;
    this.progress = progress;
    this.pace = pace;
    sustained = new SustainedCases(folder, jvm, progress);
  }

  /**
   * Runs the remaining forks.
   *
   * @throws ForkInterruptedException when {@link #interrupt} was called
   * @throws IOException when the folder cannot be written; what was measured is in the journal
   */
  public RunRecord run() throws IOException {
    if (!(journal.lines().getLast() instanceof JournalLine.Finished)) {
      // A run that was killed may have left its own, half-written.
      Scratch.discard(folder.scratch());
      try {
        measureAll((JournalLine.Begun) journal.lines().getFirst());
      } finally {
        progress.end();
      }
      if (!sustained.hasKilled()) {
        append(new JournalLine.Finished(Instant.now().toString()));
      }
      Scratch.discard(folder.scratch());
    }
    return writeRecord();
  }

  private void measureAll(JournalLine.Begun begun) throws IOException {
    Plan plan = begun.plan();
    long lastCacheBytes = LastCache.bytes(begun.machine().caches());
    Set<String> done = done();
    Set<String> hung = hung();
    lookAtIdle(begun, BEFORE);
    measureCeilings(begun, 1);
    progress.begin(done.size(), plan.forkCount());
    ForkLauncher launcher = new ForkLauncher(folder.scratch(), jvm, pace.keeper());
    int measured = done.size();
    for (Plan.Fork fork : plan.forks()) {
      if (done.contains(mark(fork.planned().id(), fork.round()))) {
        continue;
      }
      if (hung.contains(fork.planned().id())) {
        skip(fork);
      } else {
        pace.await(new Pace.Step(measured, plan.forkCount(), fork.place()));
        if (measure(launcher, begun, fork, lastCacheBytes) == State.TIMEOUT) {
          hung.add(fork.planned().id());
        }
        measured++;
      }
    }
    progress.end();
    lookAtIdle(begun, AFTER);
    measureCeilings(begun, 2);
  }

  /**
   * The power that net energy is counted from. A machine without a sensor for it costs no time.
   *
   * @param when {@code before} the forks, or {@code after} them, when the machine is warm
   */
  private void lookAtIdle(JournalLine.Begun begun, String when) throws IOException {
    Sensing sensing = begun.wish().sensing();
    if (sensing.hertz() == 0 || begun.plan().forkCount() == 0 || hasIdle(when)) {
      return;
    }
    List<Source> sources = CaseSources.ofMachine(sensing);
    if (!IdleWatch.isWorthwhile(sources)) {
      sources.forEach(Source::close);
      return;
    }
    String place = when.equals(BEFORE) ? Plan.BEFORE_FORKS : Plan.AFTER_FORKS;
    pace.await(new Pace.Step(done().size(), begun.plan().forkCount(), place));
    progress.step("measuring the power of this machine at rest");
    double seconds =
        begun.wish().sustainedSeconds() == null
            ? begun.plan().profile().ceilingSeconds()
            : SUSTAINED_IDLE_SECONDS;
    append(new JournalLine.Rested(IdleWatch.look(sources, when, sensing.hertz(), seconds)));
  }

  private boolean hasIdle(String when) {
    return journal.lines().stream()
        .anyMatch(
            line -> line instanceof JournalLine.Rested(Idle idle) && idle.when().equals(when));
  }

  /**
   * Before the first fork and after the last.
   *
   * <p>A hypervisor may have both virtual cores on one real core for seconds on end, and clocks
   * change; the better of two looks, minutes apart, is nearer to the limit.
   *
   * @param times how often they must have been measured when this returns
   */
  private void measureCeilings(JournalLine.Begun begun, int times) throws IOException {
    long measured = journal.lines().stream().filter(JournalLine.Ceilings.class::isInstance).count();
    if (measured >= times || !begun.wish().ceilings() || begun.plan().forkCount() == 0) {
      return;
    }
    String place = times == 1 ? Plan.BEFORE_FORKS : Plan.AFTER_FORKS;
    pace.await(new Pace.Step(done().size(), begun.plan().forkCount(), place));
    progress.step("measuring the ceilings of this machine");
    append(
        new JournalLine.Ceilings(
            new MeasuredCeilings(begun, new CeilingLauncher(folder.scratch(), jvm)).all()));
  }

  private State measure(
      ForkLauncher launcher, JournalLine.Begun begun, Plan.Fork fork, long lastCacheBytes)
      throws IOException {
    Plan plan = begun.plan();
    var planned = fork.planned();
    var subject =
        new SubjectRequest(
            planned.key(),
            planned.seed(),
            planned.weights(),
            plan.profile().checkedOutputs(),
            lastCacheBytes,
            fork.round() == FREIVALDS_ROUND,
            planned.plugin(),
            begun.wish().sensing());
    var request = new ForkRequest(planned.id(), fork.round(), plan.profile(), subject);
    Double seconds = begun.wish().sustainedSeconds();
    ForkReport report =
        seconds == null ? launcher.run(request) : sustained.measure(request, seconds);
    // One that was killed from outside is gone on with by --resume.
    if (!sustained.isKilled(planned.id())) {
      append(new JournalLine.Forked(report));
    }
    progress.fork(report);
    return report.status().state();
  }

  /** No later round could make a case of a hung one, and each costs the whole time-out. */
  private void skip(Plan.Fork fork) throws IOException {
    append(
        new JournalLine.Skipped(
            fork.planned().id(), fork.round(), "an earlier fork of this case timed out"));
    progress.skip();
  }

  /** A fork that ended while the run was being interrupted is not evidence. */
  private void append(JournalLine line) throws IOException {
    if (interrupted) {
      throw new ForkInterruptedException();
    }
    journal.append(line);
  }

  private Set<String> done() {
    Set<String> done = new HashSet<>();
    for (JournalLine line : journal.lines()) {
      if (line instanceof JournalLine.Forked forked) {
        done.add(mark(forked.report().caseId(), forked.report().fork().round()));
      } else if (line instanceof JournalLine.Skipped skipped) {
        done.add(mark(skipped.caseId(), skipped.round()));
      }
    }
    return done;
  }

  private Set<String> hung() {
    Set<String> hung = new HashSet<>();
    for (JournalLine line : journal.lines()) {
      if (line instanceof JournalLine.Forked(ForkReport report)
          && report.status().state() == State.TIMEOUT) {
        hung.add(report.caseId());
      }
    }
    return hung;
  }

  private static String mark(String caseId, int round) {
    return round + " " + caseId;
  }

  /** Ends the running fork and keeps everything that was measured; for a shutdown hook. */
  public void interrupt() {
    interrupted = true;
    jvm.stop();
  }

  /** Replaces {@code run.json} by what the journal holds now. */
  public RunRecord writeRecord() throws IOException {
    List<JournalLine> lines = new ArrayList<>(journal.lines());
    lines.addAll(sustained.unfinished(lines));
    RunRecord record = RunAssembler.assemble(lines);
    new RunStore().write(record, folder.path());
    return record;
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }
}
