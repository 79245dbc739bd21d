package assay.bench.subject;

import assay.kernels.accuracy.Measures;
import java.util.Optional;

/**
 * What one look at an output found.
 *
 * @param whole "passed", "failed: ..." or why the whole result was not checked
 * @param damage what was written outside the output
 */
record Checked(Measures measures, String whole, Optional<String> damage) {

  boolean isRight() {
    return damage.isEmpty() && measures.isWithinTolerance() && !whole.startsWith("failed");
  }

  boolean isWorseThan(Checked other) {
    if (isRight() != other.isRight()) {
      return !isRight();
    }
    return measures.maxOfTolerance() > other.measures.maxOfTolerance();
  }

  /** For a status that says WRONG. */
  String reason() {
    if (damage.isPresent()) {
      return damage.get();
    }
    if (measures.isWithinTolerance()) {
      return "whole result " + whole;
    }
    return "%d of %d checked outputs out of bound, the worst by a factor of %.3g%s"
        .formatted(
            Math.round(measures.mismatchShare() * measures.outputs()),
            measures.outputs(),
            measures.maxOfTolerance(),
            measures.nonFinite() > 0 ? ", " + measures.nonFinite() + " not finite" : "");
  }
}
