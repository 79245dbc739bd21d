package assay.bench.cli;

import assay.bench.fork.ForkedJvm;
import assay.bench.fork.JvmFlags;
import assay.bench.plan.CaseRequest;
import assay.bench.plan.Plan;
import assay.bench.plan.PlannedCase;
import assay.bench.plan.Planner;
import assay.bench.plan.Profile;
import assay.bench.run.Environment;
import assay.bench.run.Journal;
import assay.bench.run.JournalLine;
import assay.bench.run.Progress;
import assay.bench.run.RunFolder;
import assay.bench.run.RunSession;
import assay.bench.subject.KnownBackends;
import assay.kernels.Backend;
import assay.probe.Machine;
import assay.probe.Probe;
import assay.reports.record.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Starts a run, or goes on with one, and stays with it until it ends or is interrupted. */
final class RunAction {

  private final Progress progress;

  RunAction(Progress progress) {
    this.progress = progress;
  }

  record Outcome(RunFolder folder, RunRecord record) {}

  Outcome start(RunOptions options) throws IOException {
    Profile profile = options.profile();
    CaseRequest request = options.request();
    List<Backend> backends = KnownBackends.all();
    List<PlannedCase> all = plan(backends, request);
    List<PlannedCase> cases = options.namesBackends() ? all : DefaultCases.of(all);
    Instant now = Instant.now();
    String id = RunFolder.id(now, profile.name());
    progress.step("reading this machine");
    Machine machine = Probe.live();
    RunFolder folder = RunFolder.create(options.out().orElse(Path.of("runs", id)));
    Plan plan = new Plan(profile, options.seed(), cases);
    try (Journal journal = Journal.create(folder.path())) {
      journal.append(
          new JournalLine.Begun(
              JournalLine.SCHEMA,
              Environment.tool(),
              new RunRecord.Invocation(
                  id,
                  now.toString(),
                  null,
                  profile.name(),
                  options.seed(),
                  plan.forkCount(),
                  options.commandLine()),
              Environment.jvm(JvmFlags.measuring()),
              machine,
              Environment.backends(backends),
              plan));
      return measure(folder, journal, options.wantsCeilings());
    }
  }

  private static List<PlannedCase> plan(List<Backend> backends, CaseRequest request) {
    try {
      return new Planner(backends).plan(request);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  Outcome resume(Path path, RunOptions options) throws IOException {
    RunFolder folder = new RunFolder(path);
    try (Journal journal = Journal.resume(path)) {
      return measure(folder, journal, options.wantsCeilings());
    }
  }

  private Outcome measure(RunFolder folder, Journal journal, boolean ceilings) throws IOException {
    ForkedJvm jvm = new ForkedJvm(folder.logs(), JvmFlags.measuring());
    RunSession session = new RunSession(folder, journal, jvm, ceilings, progress);
    Thread hook = new Thread(() -> interrupted(session, folder), "assay-interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      RunRecord record = session.run();
      Runtime.getRuntime().removeShutdownHook(hook);
      return new Outcome(folder, record);
    } catch (IOException e) {
      Runtime.getRuntime().removeShutdownHook(hook);
      throw new IOException(
          "%s; what was measured is safe, go on with: assay run --resume %s"
              .formatted(e.getMessage(), folder),
          e);
    }
  }

  /** Runs on Ctrl-C and SIGTERM, beside whatever the main thread is doing. */
  private static void interrupted(RunSession session, RunFolder folder) {
    session.interrupt();
    System.err.println();
    try {
      session.writeRecord();
      System.err.printf(
          "assay: interrupted; what was measured is safe. Go on with: assay run --resume %s%n",
          folder);
    } catch (IOException | RuntimeException e) {
      System.err.printf(
          "assay: interrupted; the journal in %s is safe, the record is not written: %s%n",
          folder, e.getMessage());
    }
  }
}
