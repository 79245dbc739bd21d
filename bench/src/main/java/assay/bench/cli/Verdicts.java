package assay.bench.cli;

import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.RunRecord;
import java.util.Map;
import java.util.stream.Collectors;

/** The exit code of a run. */
final class Verdicts {

  private Verdicts() {}

  /**
   * Wrong results fail. Crashes, timeouts and a run without one valid case are inconclusive, and so
   * is a backend that was asked for by name and measured nothing. Mistrusted cases beside valid
   * ones are told in the table and are no failure of the run.
   */
  static int exitCode(RunRecord run, boolean backendsNamed) {
    if (has(run, State.WRONG)) {
      return ExitCode.FAIL;
    }
    boolean lost = has(run, State.CRASHED) || has(run, State.TIMEOUT);
    if (lost || !has(run, State.VALID) || (backendsNamed && aBackendMeasuredNothing(run))) {
      return ExitCode.INCONCLUSIVE;
    }
    return ExitCode.OK;
  }

  private static boolean has(RunRecord run, State state) {
    return run.cases().stream().anyMatch(one -> one.status().state() == state);
  }

  private static boolean aBackendMeasuredNothing(RunRecord run) {
    Map<String, Boolean> measured =
        run.cases().stream()
            .collect(
                Collectors.toMap(
                    one -> one.key().backend(), Verdicts::isMeasured, Boolean::logicalOr));
    return measured.containsValue(false);
  }

  private static boolean isMeasured(CaseRecord one) {
    return one.status().state() != State.UNSUPPORTED;
  }
}
