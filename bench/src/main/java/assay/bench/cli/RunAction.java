package assay.bench.cli;

import assay.bench.fork.ForkedJvm;
import assay.bench.fork.JvmFlags;
import assay.bench.fork.PeerTrial;
import assay.bench.plan.CaseRequest;
import assay.bench.plan.Plan;
import assay.bench.plan.PlannedCase;
import assay.bench.plan.Planner;
import assay.bench.plan.Profile;
import assay.bench.run.Build;
import assay.bench.run.Environment;
import assay.bench.run.Journal;
import assay.bench.run.JournalLine;
import assay.bench.run.Pace;
import assay.bench.run.Progress;
import assay.bench.run.Resumption;
import assay.bench.run.RunFolder;
import assay.bench.run.RunSession;
import assay.bench.subject.KnownBackends;
import assay.bench.turns.Part;
import assay.datasets.suite.SuiteEntry;
import assay.kernels.Availability;
import assay.kernels.Backend;
import assay.kernels.Spec;
import assay.probe.Probe;
import assay.reports.record.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Starts a run, or goes on with one, and stays with it until it ends or is interrupted. */
final class RunAction {

  private final Progress progress;
  private final Pace pace;
  private final Optional<Part> part;

  /** A run of its own. */
  RunAction(Progress progress) {
    this(progress, Pace.FREE, Optional.empty());
  }

  /**
   * @param part that it has in a run in turns
   */
  RunAction(Progress progress, Pace pace, Optional<Part> part) {
    this.progress = progress;
    this.pace = pace;
    this.part = part;
  }

  record Outcome(RunFolder folder, RunRecord record, boolean namedBackends) {}

  Outcome start(RunOptions options) throws IOException {
    Optional<Duration> sustained = options.sustained();
    Profile profile = options.profile();
    List<SuiteEntry> entries = options.entries();
    int patience = Math.min(PeerTrial.SECONDS, profile.forkTimeoutSeconds());
    List<Backend> known =
        new PeerTrial(JvmFlags.loading(), patience)
            .of(KnownBackends.all(), options::wants, specs(entries));
    List<Backend> backends = options.withPlugins(known);
    tellOfUnusable(backends.subList(known.size(), backends.size()));
    CaseRequest request = options.request(entries, backends);
    List<PlannedCase> all = plan(backends, request);
    List<PlannedCase> cases = options.namesBackends() ? all : DefaultCases.of(all);
    cases = options.isQuickLook() ? QuickLook.of(cases) : cases;
    Plan plan = new Plan(profile, options.seed(), cases);
    Double seconds = sustained.map(time -> (double) time.toSeconds()).orElse(null);
    var wish =
        new JournalLine.Wish(
            options.wantsCeilings(), options.namesBackends(), options.sensing(), seconds);
    sustained.ifPresent(time -> progress.step(LoadWords.plan(plan, time)));
    JournalLine.Begun begun = begin(backends, plan, wish, options.commandLine());
    String id = begun.invocation().id();
    RunFolder folder = RunFolder.create(options.out().orElse(Path.of("runs", id)));
    try (Journal journal = Journal.create(folder.path())) {
      journal.append(begun);
      return measure(folder, journal, begun);
    }
  }

  /** The run goes on with the others; the record has the reason, too. */
  private static void tellOfUnusable(List<Backend> plugins) {
    for (Backend each : plugins) {
      if (each.availability() instanceof Availability.Unavailable gone) {
        System.err.printf("assay: no backend %s: %s%n", each.id(), gone.reason());
      }
    }
  }

  private static List<Spec> specs(List<SuiteEntry> entries) {
    return entries.stream().map(SuiteEntry::spec).distinct().toList();
  }

  /** Everything that a run which begins here and now would be judged by. */
  private JournalLine.Begun begin(
      List<Backend> backends, Plan plan, JournalLine.Wish wish, List<String> commandLine)
      throws IOException {
    progress.step("reading this machine");
    Instant now = Instant.now();
    String profile = plan.profile().name();
    return new JournalLine.Begun(
        JournalLine.SCHEMA,
        Build.ofThisProcess(),
        Environment.tool(),
        new RunRecord.Invocation(
            RunFolder.id(now, profile) + part.map(each -> "-" + each.side()).orElse(""),
            now.toString(),
            null,
            profile,
            plan.seed(),
            plan.forkCount(),
            commandLine,
            Environment.variables(System.getenv()),
            part.map(Part::turns).orElse(null)),
        Environment.jvm(flags(wish)),
        Probe.live(),
        Environment.backends(backends),
        plan,
        wish);
  }

  private static List<String> flags(JournalLine.Wish wish) {
    return wish.sustainedSeconds() == null ? JvmFlags.measuring() : JvmFlags.sustained();
  }

  private static List<PlannedCase> plan(List<Backend> backends, CaseRequest request) {
    try {
      return new Planner(backends).plan(request);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  Outcome resume(Path path) throws IOException {
    RunFolder folder = new RunFolder(path);
    try (Journal journal = Journal.resume(path)) {
      var begun = (JournalLine.Begun) journal.lines().getFirst();
      // Of a whole run only the record is written again, which no build could spoil.
      if (!(journal.lines().getLast() instanceof JournalLine.Finished)) {
        List<String> commandLine = begun.invocation().commandLine();
        // Which backends there are was settled when the run was begun; no library is loaded again.
        Resumption.require(
            folder, begun, begin(List.of(), begun.plan(), begun.wish(), commandLine));
      }
      return measure(folder, journal, begun);
    }
  }

  private Outcome measure(RunFolder folder, Journal journal, JournalLine.Begun begun)
      throws IOException {
    ForkedJvm jvm = new ForkedJvm(folder.logs(), flags(begun.wish()));
    RunSession session = new RunSession(folder, journal, jvm, progress, pace);
    Thread hook = new Thread(() -> interrupted(session, folder), "assay-interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return new Outcome(folder, session.run(), begun.wish().namedBackends());
    } catch (IOException e) {
      throw new IOException(
          "%s; what was measured is safe, go on with: assay run --resume %s"
              .formatted(e.getMessage(), folder),
          e);
    } finally {
      withdraw(hook);
    }
  }

  /** What ended without a signal must not be announced as interrupted. */
  private static void withdraw(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // A signal came: the hook is running, and it announces what it should.
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
