package assay.bench.cli;

import assay.bench.plan.PlannedCase;
import assay.reports.record.CaseRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a run measures when nobody named a backend.
 *
 * <p>A backend that was not asked for need not excuse itself for each spec it cannot run. But a
 * spec that none can run stays, with every reason.
 */
final class DefaultCases {

  private DefaultCases() {}

  static List<PlannedCase> of(List<PlannedCase> cases) {
    Set<CaseRecord.Key> runnable = new HashSet<>();
    for (PlannedCase one : cases) {
      if (!one.isRefused()) {
        runnable.add(withoutBackend(one.key()));
      }
    }
    List<PlannedCase> kept = new ArrayList<>();
    for (PlannedCase one : cases) {
      if (!one.isRefused() || !runnable.contains(withoutBackend(one.key()))) {
        kept.add(one);
      }
    }
    return kept;
  }

  /** Without threads too, which a device that is not the host's processor has none of. */
  private static CaseRecord.Key withoutBackend(CaseRecord.Key key) {
    return new CaseRecord.Key(key.spec(), "", "", "", 0, key.cache(), key.fill());
  }
}
