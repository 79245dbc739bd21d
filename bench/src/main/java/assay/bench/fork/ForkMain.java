package assay.bench.fork;

import assay.bench.jmh.KernelBenchmark;
import assay.bench.plan.Profile;
import assay.bench.subject.Exchange;
import assay.bench.subject.SubjectReport;
import assay.bench.subject.Turn;
import assay.kernels.DeviceLostException;
import assay.kernels.binding.CoreDumps;
import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The child's side: runs JMH once on one case and leaves a report in the exchange folder. */
public final class ForkMain {

  static final String REQUEST = "fork-request.json";
  static final String REPORT = "fork-report.json";

  private ForkMain() {}

  public static void main(String[] args) throws IOException {
    ParentWatch watch = ParentWatch.start();
    CoreDumps.forbid();
    Exchange exchange = new Exchange(Path.of(args[0]));
    try {
      ForkRequest request = exchange.read(REQUEST, ForkRequest.class);
      exchange.writeRequest(request.subject());
      exchange.write(REPORT, measure(request, exchange));
    } catch (Exchange.UnwritableException e) {
      System.out.println(e.getMessage());
      watch.exit(ForkedJvm.UNWRITABLE);
    }
    watch.exit(0);
  }

  private static ForkReport measure(ForkRequest request, Exchange exchange) throws IOException {
    String startedAt = Instant.now().toString();
    IterationCollector iterations = new IterationCollector();
    String failure = "";
    try {
      new Runner(options(request.profile(), exchange), iterations).run();
    } catch (RunnerException e) {
      e.printStackTrace();
      List<Throwable> all = all(e);
      for (Throwable one : all) {
        if (one instanceof Exchange.UnwritableException unwritable) {
          throw unwritable;
        }
      }
      failure = failure(all);
    }
    SubjectReport subject = subject(exchange, failure);
    CaseRecord.Status status = subject.status();
    ForkRecord fork =
        new ForkRecord(
            request.round(),
            startedAt,
            subject.prepareNanos(),
            iterations.warmup(subject.batch()),
            excluding(iterations.measured(subject.batch()), subject.excluded()),
            subject.latency(),
            subject.hardware(),
            subject.latency() == null ? String.join("; ", status.reasons()) : "",
            subject.telemetry(),
            null);
    return new ForkReport(request.caseId(), status, subject.execution(), subject.accuracy(), fork);
  }

  /** Windows and iterations are the same stretches, told by two sides. */
  private static List<ForkRecord.Iteration> excluding(
      List<ForkRecord.Iteration> iterations, List<String> reasons) {
    if (reasons.size() != iterations.size()) {
      return iterations;
    }
    List<ForkRecord.Iteration> judged = new ArrayList<>();
    for (int i = 0; i < reasons.size(); i++) {
      ForkRecord.Iteration one = iterations.get(i);
      judged.add(new ForkRecord.Iteration(one.operations(), one.nanos(), reasons.get(i)));
    }
    return judged;
  }

  /** JMH wraps what its benchmarks throw, as cause or as suppressed, some levels deep. */
  private static List<Throwable> all(Throwable failure) {
    List<Throwable> all = new ArrayList<>(List.of(failure));
    if (failure.getCause() != null) {
      all.addAll(all(failure.getCause()));
    }
    for (Throwable suppressed : failure.getSuppressed()) {
      all.addAll(all(suppressed));
    }
    return all;
  }

  private static String failure(List<Throwable> all) {
    return all.stream()
        .filter(DeviceLostException.class::isInstance)
        .findFirst()
        .map(Throwable::getMessage)
        .orElseGet(() -> "JMH could not run the benchmark: " + all.getFirst().getMessage());
  }

  private static SubjectReport subject(Exchange exchange, String failure) throws IOException {
    return exchange
        .readSubject()
        .orElseGet(() -> SubjectReport.failed(CaseRecord.State.CRASHED, failure));
  }

  private static Options options(Profile profile, Exchange exchange) {
    return new OptionsBuilder()
        .include("^" + Pattern.quote(KernelBenchmark.class.getName() + ".operation") + "$")
        .param("exchange", exchange.folder().toString())
        .forks(0)
        .shouldFailOnError(true)
        .timeout(TimeValue.seconds((long) Turn.patience() * profile.forkTimeoutSeconds()))
        .timeUnit(TimeUnit.NANOSECONDS)
        .warmupIterations(profile.warmupIterations())
        .warmupTime(TimeValue.milliseconds(profile.iterationMillis()))
        .measurementIterations(profile.iterations())
        .measurementTime(TimeValue.milliseconds(profile.iterationMillis()))
        .build();
  }
}
