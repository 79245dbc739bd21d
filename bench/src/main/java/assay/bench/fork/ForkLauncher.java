package assay.bench.fork;

import assay.bench.fork.ForkedJvm.Ending;
import assay.bench.subject.Exchange;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.ForkRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parent's side: runs one fork to whatever end it takes, and says which. */
public final class ForkLauncher {

  private final Path scratch;
  private final ForkedJvm jvm;
  private final Optional<Turnstile.Keeper> keeper;

  /**
   * @param scratch for requests and reports; a fork's part is deleted when it has ended
   * @param keeper whom forks ask before each stretch, if anybody
   */
  public ForkLauncher(Path scratch, ForkedJvm jvm, Optional<Turnstile.Keeper> keeper) {
    this.scratch = scratch;
    this.jvm = jvm;
    this.keeper = keeper;
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
    Ending ending = ending(request, folder.toAbsolutePath().toString());
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

  private Ending ending(ForkRequest request, String folder) throws IOException {
    int seconds = request.profile().forkTimeoutSeconds();
    List<String> flags = new ArrayList<>(ClassArchive.flags(scratch));
    String main = ForkMain.class.getName();
    if (keeper.isEmpty()) {
      return jvm.run(request.label(), seconds, flags, main, folder);
    }
    Turnstile turnstile = Turnstile.open(keeper.get());
    flags.addAll(turnstile.flags());
    try (turnstile) {
      return jvm.run(turnstile::waitedNanos, request.label(), seconds, flags, main, folder);
    } finally {
      turnstile.requireAnswered();
    }
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
