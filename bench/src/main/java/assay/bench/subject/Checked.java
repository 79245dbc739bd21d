package assay.bench.subject;

import assay.kernels.accuracy.Measures;

/**
 * What one look at an output found.
 *
 * @param whole "passed", "failed: ..." or why the whole result was not checked
 */
record Checked(Measures measures, String whole) {

  boolean isRight() {
    return measures.isWithinTolerance() && !whole.startsWith("failed");
  }

  boolean isWorseThan(Checked other) {
    if (isRight() != other.isRight()) {
      return !isRight();
    }
    return measures.maxOfTolerance() > other.measures.maxOfTolerance();
  }

  /** For a status that says WRONG. */
  String reason() {
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
