package assay.bench.fork;

import assay.bench.subject.Exchange;
import assay.bench.subject.SliceWatch;
import assay.bench.subject.SubjectReport;
import assay.bench.subject.TimedSubject;
import assay.bench.sustain.SliceLine;
import assay.bench.sustain.SliceWriter;
import assay.bench.sustain.SustainedLoop;
import assay.bench.telemetry.Sensing;
import assay.kernels.DeviceLostException;
import assay.kernels.KernelUnavailableException;
import assay.kernels.binding.CoreDumps;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.CaseRecord.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The child's side of a load: appends slices, and at its end leaves a report in the exchange. */
public final class SustainedMain {

  static final String REQUEST = "sustained-request.json";

  private SustainedMain() {}

  public static void main(String[] args) throws IOException {
    ParentWatch watch = ParentWatch.start();
    CoreDumps.forbid();
    Exchange exchange = new Exchange(Path.of(args[0]));
    try {
      measure(exchange.read(REQUEST, SustainedRequest.class), exchange);
    } catch (Exchange.UnwritableException e) {
      System.out.println(e.getMessage());
      watch.exit(ForkedJvm.UNWRITABLE);
    }
    watch.exit(0);
  }

  private static void measure(SustainedRequest request, Exchange exchange) throws IOException {
    try (TimedSubject subject = new TimedSubject(request.subject().with(Sensing.NONE), true);
        SliceWriter slices = SliceWriter.open(Path.of(request.file()))) {
      exchange.writeSubject(repeat(request, subject, slices));
    } catch (KernelUnavailableException e) {
      exchange.writeSubject(SubjectReport.failed(State.UNSUPPORTED, e.getMessage()));
    } catch (DeviceLostException e) {
      exchange.writeSubject(SubjectReport.failed(State.CRASHED, e.getMessage()));
    } catch (RuntimeException | Error e) {
      e.printStackTrace();
      exchange.writeSubject(SubjectReport.failed(State.CRASHED, e.toString()));
    }
  }

  private static SubjectReport repeat(
      SustainedRequest request, TimedSubject subject, SliceWriter slices) throws IOException {
    SubjectReport before = subject.beforeLoop();
    try (SliceWatch watch = subject.watch(request.subject().sensing())) {
      subject.beginMeasuring();
      Instant now = Instant.now();
      slices.append(
          new SliceLine.Begun(
              SliceLine.SCHEMA, request.caseId(), now.toString(), watch.channels(), before));
      if (before.status().state() == State.WRONG) {
        return subject.finish();
      }
      Optional<String> fault =
          new SustainedLoop(new Repeated(subject), watch::next, slices::append, System::nanoTime)
              .run(startSeconds(request, now), request.seconds());
      SubjectReport report = subject.finish();
      return fault.map(what -> with(report, wrong(what))).orElse(report);
    }
  }

  /** A clock that was set back meanwhile must not put slices on top of others. */
  private static double startSeconds(SustainedRequest request, Instant now) {
    if (request.startedAt().isEmpty()) {
      return 0;
    }
    Duration passed = Duration.between(Instant.parse(request.startedAt()), now);
    return Math.max(request.endSeconds(), passed.toMillis() / 1e3);
  }

  private static Status wrong(String what) {
    return new Status(State.WRONG, List.of(what));
  }

  private static SubjectReport with(SubjectReport report, Status status) {
    return new SubjectReport(
        status,
        report.execution(),
        report.accuracy(),
        report.prepareNanos(),
        report.batch(),
        report.latency(),
        report.hardware(),
        report.telemetry(),
        report.excluded());
  }

  private record Repeated(TimedSubject subject) implements SustainedLoop.Load {

    @Override
    public void run() {
      subject.operations();
    }

    @Override
    public long operations() {
      return subject.batch();
    }

    @Override
    public Optional<String> look() {
      return subject.look();
    }
  }
}
