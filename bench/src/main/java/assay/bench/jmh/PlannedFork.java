package assay.bench.jmh;

import assay.bench.subject.Exchange;
import assay.bench.subject.SubjectReport;
import assay.bench.subject.TimedSubject;
import assay.bench.subject.Turn;
import assay.kernels.DeviceLostException;
import assay.kernels.KernelUnavailableException;
import assay.reports.record.CaseRecord.State;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.infra.BenchmarkParams;

/** Preparing inside one of Assay's own forks: what goes wrong becomes a report first. */
final class PlannedFork {

  private PlannedFork() {}

  static TimedSubject prepare(Exchange exchange, BenchmarkParams params) throws IOException {
    try {
      TimedSubject subject = new TimedSubject(exchange.readRequest(), true);
      refuseTooSlow(subject, params);
      return subject;
    } catch (SlowKernelException e) {
      throw reported(exchange, State.TIMEOUT, e);
    } catch (KernelUnavailableException e) {
      throw reported(exchange, State.UNSUPPORTED, e);
    } catch (RuntimeException | Error e) {
      throw reported(exchange, State.CRASHED, e);
    }
  }

  /** Says at once what the parent would otherwise find out by waiting. */
  private static void refuseTooSlow(TimedSubject subject, BenchmarkParams params) {
    int iterations = params.getWarmup().getCount() + params.getMeasurement().getCount();
    double needed = iterations * subject.shortestNanos() / 1e9;
    double limit = params.getTimeout().convertTo(TimeUnit.SECONDS) / (double) Turn.patience();
    if (needed > limit) {
      throw new SlowKernelException(
          "one operation takes %.3g s, so %d iterations need %.3g s, more than the fork's %.0f s"
              .formatted(subject.shortestNanos() / 1e9, iterations, needed, limit));
    }
  }

  private static IllegalStateException reported(Exchange exchange, State state, Throwable e)
      throws IOException {
    String reason =
        switch (e) {
          case KernelUnavailableException refusal -> refusal.getMessage();
          case DeviceLostException lost -> lost.getMessage();
          case SlowKernelException slow -> slow.getMessage();
          default -> e.toString();
        };
    exchange.writeSubject(SubjectReport.failed(state, reason));
    return new IllegalStateException(reason, e);
  }

  private static final class SlowKernelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SlowKernelException(String message) {
      super(message);
    }
  }
}
