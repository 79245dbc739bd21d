package assay.bench.run;

import assay.bench.fork.ForkInterruptedException;
import assay.bench.fork.ForkLauncher;
import assay.bench.fork.ForkReport;
import assay.bench.fork.ForkRequest;
import assay.bench.fork.ForkedJvm;
import assay.bench.fork.Scratch;
import assay.bench.plan.Plan;
import assay.bench.subject.LastCache;
import assay.bench.subject.SubjectRequest;
import assay.reports.record.Ceiling;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Measures what the journal says is still to be measured, then writes the record. */
public final class RunSession implements AutoCloseable {

  /** A Freivalds check of the whole matmul result costs as much as decoding all weights. */
  private static final int FREIVALDS_ROUND = 0;

  private final RunFolder folder;
  private final Journal journal;
  private final ForkedJvm jvm;
  private final CeilingSource ceilings;
  private final Progress progress;
  private volatile boolean interrupted;

  /**
   * @param journal begins with the plan; may hold forks already
   */
  public RunSession(
      RunFolder folder, Journal journal, ForkedJvm jvm, CeilingSource ceilings, Progress progress) {
    this.folder = folder;
    this.journal = journal;
    this.jvm = jvm;
    this.ceilings = ceilings;
    this.progress = progress;
  }

  /** Where ceilings come from: a JVM of their own, or nowhere when not wanted. */
  public interface CeilingSource {
    List<Ceiling> measure(ForkedJvm jvm) throws IOException;
  }

  /**
   * Runs the remaining forks.
   *
   * @throws ForkInterruptedException when {@link #interrupt} was called or a fork was signalled
   * @throws IOException when the folder cannot be written; what was measured is in the journal
   */
  public RunRecord run() throws IOException {
    JournalLine.Begun begun = (JournalLine.Begun) journal.lines().getFirst();
    Plan plan = begun.plan();
    long lastCacheBytes = LastCache.bytes(begun.machine().caches());
    Set<String> done = measured();
    try {
      measureCeilings();
      progress.begin(done.size(), plan.forkCount());
      ForkLauncher launcher = new ForkLauncher(folder.scratch(), jvm);
      for (Plan.Fork fork : plan.forks()) {
        if (!done.contains(mark(fork.planned().id(), fork.round()))) {
          measure(launcher, plan, fork, lastCacheBytes);
        }
      }
      journal.append(new JournalLine.Finished(Instant.now().toString()));
    } finally {
      progress.end();
    }
    Scratch.delete(folder.scratch());
    return writeRecord();
  }

  private void measureCeilings() throws IOException {
    if (journal.lines().stream().noneMatch(JournalLine.Ceilings.class::isInstance)) {
      progress.step("measuring the ceilings of this machine");
      append(new JournalLine.Ceilings(ceilings.measure(jvm)));
    }
  }

  private void measure(ForkLauncher launcher, Plan plan, Plan.Fork fork, long lastCacheBytes)
      throws IOException {
    var planned = fork.planned();
    var subject =
        new SubjectRequest(
            planned.key(),
            planned.seed(),
            plan.profile().checkedOutputs(),
            lastCacheBytes,
            fork.round() == FREIVALDS_ROUND);
    ForkReport report =
        launcher.run(new ForkRequest(planned.id(), fork.round(), plan.profile(), subject));
    append(new JournalLine.Forked(report));
    progress.fork(report);
  }

  /** A fork that ended while the run was being interrupted is not evidence. */
  private void append(JournalLine line) throws IOException {
    if (interrupted) {
      throw new ForkInterruptedException();
    }
    journal.append(line);
  }

  private Set<String> measured() {
    Set<String> done = new HashSet<>();
    for (JournalLine line : journal.lines()) {
      if (line instanceof JournalLine.Forked forked) {
        done.add(mark(forked.report().caseId(), forked.report().fork().round()));
      }
    }
    return done;
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
    RunRecord record = RunAssembler.assemble(journal.lines());
    new RunStore().write(record, folder.path());
    return record;
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }
}
