package assay.bench.fork;

import assay.bench.fork.ForkedJvm.Ending;
import assay.bench.subject.Exchange;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.ForkRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The parent's side: runs one fork to whatever end it takes, and says which. */
public final class ForkLauncher {

  private final Path scratch;
  private final ForkedJvm jvm;

  /**
   * @param scratch for requests and reports; a fork's part is deleted when it has ended
   */
  public ForkLauncher(Path scratch, ForkedJvm jvm) {
    this.scratch = scratch;
    this.jvm = jvm;
  }

  /**
   * Runs the fork; a crash, a hang and a refusal are reports, not exceptions.
   *
   * @throws ForkInterruptedException when the run was asked to end, as by Ctrl-C
   * @throws IOException when no process can be started or the folders cannot be written
   */
  public ForkReport run(ForkRequest request) throws IOException {
    Path folder = Scratch.empty(scratch.resolve(request.label()));
    Exchange exchange = new Exchange(folder);
    exchange.write(ForkMain.REQUEST, request);
    String startedAt = Instant.now().toString();
    Ending ending =
        jvm.run(
            request.label(),
            request.profile().forkTimeoutSeconds(),
            ClassArchive.flags(scratch),
            ForkMain.class.getName(),
            folder.toAbsolutePath().toString());
    ending.requireWritten();
    if (ending.timedOut()) {
      ClassArchive.discard(scratch);
    }
    ForkReport report = judge(request, exchange, startedAt, ending);
    if (report.fork().outcome().isEmpty()) {
      ending.discardOutput();
    }
    Scratch.discard(folder);
    return report;
  }

  private static ForkReport judge(
      ForkRequest request, Exchange exchange, String startedAt, Ending ending) throws IOException {
    if (exchange.has(ForkMain.REPORT)) {
      return exchange.read(ForkMain.REPORT, ForkReport.class);
    }
    if (ending.timedOut()) {
      String reason =
          "no result after %d s, so the fork was ended; its output is in %s"
              .formatted(request.profile().forkTimeoutSeconds(), ending.output());
      return lost(request, startedAt, State.TIMEOUT, List.of(reason));
    }
    return lost(request, startedAt, State.CRASHED, ending.reasons());
  }

  private static ForkReport lost(
      ForkRequest request, String startedAt, State state, List<String> reasons) {
    String outcome = state + ": " + String.join("; ", reasons);
    ForkRecord fork =
        new ForkRecord(
            request.round(), startedAt, 0, List.of(), List.of(), null, Map.of(), outcome);
    return new ForkReport(
        request.caseId(), new CaseRecord.Status(state, reasons), null, null, fork);
  }
}
