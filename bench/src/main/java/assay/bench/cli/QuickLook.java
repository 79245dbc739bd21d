package assay.bench.cli;

import assay.bench.plan.PlannedCase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a run measures when nobody named anything: enough to tell within 150 seconds what the
 * machine is worth.
 *
 * <p>Each fork costs two seconds, mostly for starting a JVM, making inputs and checking results, so
 * time can only be saved by starting fewer. A single fork would leave a case without an interval;
 * so every case keeps its forks, and peers get fewer cases: the first that each can run of its
 * decode and prefill kernels. The vector backend, which runs on every machine, measures them all.
 */
final class QuickLook {

  private static final String WHOLE = "vector";

  private QuickLook() {}

  private record Kind(
      String backend, String device, String operation, boolean decode, int threads, String cache) {

    static Kind of(PlannedCase one) {
      return new Kind(
          one.key().backend(),
          one.key().device(),
          one.work().operation(),
          one.work().shape().getOrDefault("n", 0L) == 1,
          one.key().threads(),
          one.key().cache());
    }
  }

  /** The cases in their order; those that nothing can run stay, with their reasons. */
  static List<PlannedCase> of(List<PlannedCase> cases) {
    Set<Kind> seen = new HashSet<>();
    List<PlannedCase> kept = new ArrayList<>();
    for (PlannedCase one : cases) {
      boolean whole = one.isRefused() || one.key().backend().equals(WHOLE);
      if (whole || (isInference(one) && seen.add(Kind.of(one)))) {
        kept.add(one);
      }
    }
    return kept;
  }

  /** Dequantization alone is how a model is loaded or converted, not how it runs. */
  private static boolean isInference(PlannedCase one) {
    return !one.work().operation().equals("DEQUANT");
  }
}
