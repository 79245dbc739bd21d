package assay.bench.fork;

import assay.bench.fork.ForkedJvm.Ending;
import assay.bench.subject.Exchange;
import assay.bench.subject.SubjectReport;
import assay.bench.sustain.Course;
import assay.bench.sustain.SliceTail;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.CaseRecord.Status;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The parent's side of a load: runs its fork to whatever end it takes, and says which. */
public final class SustainedLauncher {

  /** Of {@code kill -9} and of a kernel that is short of memory. */
  private static final int KILLED = 128 + 9;

  private static final long POLL_MILLIS = 500;

  private final Path scratch;
  private final ForkedJvm jvm;

  /**
   * @param scratch for requests and reports; a fork's part is deleted when it has ended
   */
  public SustainedLauncher(Path scratch, ForkedJvm jvm) {
    this.scratch = scratch;
    this.jvm = jvm;
  }

  /**
   * How a load ended.
   *
   * @param report empty when the fork left none
   * @param killed from outside, which says nothing about the case
   */
  public record End(Status status, Optional<SubjectReport> report, boolean killed) {}

  /**
   * Runs the load; a crash, a hang and a refusal are ends, not exceptions.
   *
   * @param watcher is shown the course each time it has grown, by another thread
   * @throws ForkInterruptedException when the run was asked to end, as by Ctrl-C
   * @throws IOException when no process can be started or something cannot be written
   */
  public End run(SustainedRequest request, Consumer<Course> watcher) throws IOException {
    Path folder = Scratch.empty(scratch.resolve(request.label()));
    Exchange exchange = new Exchange(folder);
    exchange.write(SustainedMain.REQUEST, request);
    Ending ending = ending(request, folder, watcher);
    ending.requireWritten();
    Optional<SubjectReport> report = exchange.readSubject();
    End end = judge(request, ending, report);
    if (end.status().state() == State.VALID || end.status().state() == State.MISTRUSTED) {
      ending.discardOutput();
    }
    Scratch.discard(folder);
    return end;
  }

  /** It may take as long as it likes, as long as slices come. */
  private Ending ending(SustainedRequest request, Path folder, Consumer<Course> watcher)
      throws IOException {
    long start = System.nanoTime();
    AtomicLong progress = new AtomicLong(start);
    Path file = Path.of(request.file());
    Course course = new Course(file, request.caseId());
    SliceTail tail = new SliceTail(file, course);
    tail.poll();
    Thread follower =
        Thread.ofPlatform()
            .daemon()
            .name("assay-slices")
            .start(() -> follow(tail, course, progress, watcher));
    try {
      return jvm.run(
          () -> progress.get() - start,
          request.label(),
          request.patienceSeconds(),
          List.of(),
          SustainedMain.class.getName(),
          folder.toAbsolutePath().toString());
    } finally {
      follower.interrupt();
    }
  }

  private static void follow(
      SliceTail tail, Course course, AtomicLong progress, Consumer<Course> watcher) {
    try {
      while (true) {
        Thread.sleep(POLL_MILLIS);
        if (tail.poll()) {
          progress.set(System.nanoTime());
          watcher.accept(course);
        }
      }
    } catch (InterruptedException | ClosedByInterruptException e) {
      // The fork has ended.
    } catch (IOException e) {
      // Without this thread a fork counts as hung too early; it is told why.
      System.err.printf("assay: cannot follow %s: %s%n", tail, e.getMessage());
    }
  }

  private static End judge(
      SustainedRequest request, Ending ending, Optional<SubjectReport> report) {
    if (report.isPresent()) {
      return new End(report.get().status(), report, false);
    }
    if (ending.timedOut()) {
      String reason =
          "no slice within %d s, so the fork was ended; its output is in %s; if one operation takes so long, give more with --timeout"
              .formatted(request.patienceSeconds(), ending.output());
      return new End(new Status(State.TIMEOUT, List.of(reason)), report, false);
    }
    List<String> reasons = new ArrayList<>(ending.reasons());
    return new End(new Status(State.CRASHED, reasons), report, ending.exitCode() == KILLED);
  }
}
