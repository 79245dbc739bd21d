package assay.bench.run;

import assay.bench.fork.ForkReport;
import assay.bench.fork.ForkRequest;
import assay.bench.fork.ForkedJvm;
import assay.bench.fork.SustainedLauncher;
import assay.bench.fork.SustainedRequest;
import assay.bench.plan.Plan;
import assay.bench.plan.PlannedCase;
import assay.bench.sustain.Course;
import assay.bench.sustain.LoadTime;
import assay.bench.sustain.SliceLine;
import assay.bench.sustain.SliceTail;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.CaseRecord.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Measures cases that are repeated for long, one fork each. What their slice files hold is in the
 * record whatever ended the run.
 */
final class SustainedCases {

  /** When all time is measured and only the check at the end is missing, it needs an output. */
  private static final double LEAST_SECONDS = 1;

  private final RunFolder folder;
  private final ForkedJvm jvm;
  private final Progress progress;
  private final Map<String, Status> killed = new HashMap<>();

  SustainedCases(RunFolder folder, ForkedJvm jvm, Progress progress) {
    this.folder = folder;
    this.jvm = jvm;
    this.progress = progress;
  }

  /** Repeats a case for as long as its slices are short of the asked time. */
  ForkReport measure(ForkRequest fork, double askedSeconds) throws IOException {
    Path file = file(fork);
    Course before = SliceTail.read(file, fork.caseId());
    before.damage().ifPresent(progress::step);
    var request =
        new SustainedRequest(
            fork.caseId(),
            fork.label(),
            fork.subject(),
            fork.profile().forkTimeoutSeconds(),
            file.toAbsolutePath().toString(),
            before.first().map(SliceLine.Begun::startedAt).orElse(""),
            before.endSeconds(),
            Math.max(LEAST_SECONDS, askedSeconds - before.measuredSeconds()));
    SustainedLauncher.End end =
        new SustainedLauncher(folder.scratch(), jvm)
            .run(request, course -> tell(fork.caseId(), askedSeconds, course));
    if (end.killed()) {
      killed(fork.caseId(), end.status());
      progress.step(
          "its fork was killed; the slices are safe, go on with: assay run --resume " + folder);
    }
    Course course = SliceTail.read(file, fork.caseId());
    return SustainedReport.of(
        fork, askedSeconds, fork.subject().sensing().hertz(), course, end.status(), end.report());
  }

  private void tell(String caseId, double askedSeconds, Course course) {
    LoadState.of(caseId, askedSeconds, course).ifPresent(progress::load);
  }

  private synchronized void killed(String caseId, Status status) {
    killed.put(caseId, status);
  }

  /** Whether its fork was killed from outside. */
  synchronized boolean isKilled(String caseId) {
    return killed.containsKey(caseId);
  }

  synchronized boolean hasKilled() {
    return !killed.isEmpty();
  }

  private Path file(ForkRequest fork) {
    return folder.slices().resolve(fork.label() + ".jsonl");
  }

  /** Lines for cases that have slices and no line in the journal yet; not to be journalled. */
  List<JournalLine> unfinished(List<JournalLine> journal) throws IOException {
    var begun = (JournalLine.Begun) journal.getFirst();
    List<JournalLine> lines = new ArrayList<>();
    if (begun.wish().sustainedSeconds() != null) {
      Set<String> whole = whole(journal);
      for (Plan.Fork fork : begun.plan().forks()) {
        if (!whole.contains(fork.planned().id())) {
          unfinished(begun, fork).ifPresent(lines::add);
        }
      }
    }
    return lines;
  }

  private static Set<String> whole(List<JournalLine> journal) {
    Set<String> whole = new HashSet<>();
    for (JournalLine line : journal) {
      if (line instanceof JournalLine.Forked(ForkReport report)) {
        whole.add(report.caseId());
      }
    }
    return whole;
  }

  private Optional<JournalLine> unfinished(JournalLine.Begun begun, Plan.Fork fork)
      throws IOException {
    PlannedCase planned = fork.planned();
    var request = new ForkRequest(planned.id(), fork.round(), begun.plan().profile(), null);
    Course course = SliceTail.read(file(request), planned.id());
    if (course.first().isEmpty()) {
      return Optional.empty();
    }
    double asked = begun.wish().sustainedSeconds();
    return Optional.of(
        new JournalLine.Forked(
            SustainedReport.of(
                request,
                asked,
                begun.wish().sensing().hertz(),
                course,
                status(planned, asked, course),
                Optional.empty())));
  }

  private synchronized Status status(PlannedCase planned, double asked, Course course) {
    Status known = killed.get(planned.id());
    String so =
        "interrupted after %s of %s; its results were last checked after %s"
            .formatted(
                LoadTime.text(course.measuredSeconds()),
                LoadTime.text(asked),
                LoadTime.text(course.lookedAtSeconds()));
    if (known == null) {
      return new Status(State.MISTRUSTED, List.of(so));
    }
    List<String> reasons = new ArrayList<>(known.reasons());
    reasons.add(so);
    return new Status(known.state(), reasons);
  }
}
