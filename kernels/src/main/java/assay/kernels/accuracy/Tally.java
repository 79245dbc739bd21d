package assay.kernels.accuracy;

import assay.kernels.reference.Truth;

/** Running sums of the measures. */
final class Tally {

  private int count;
  private int mismatches;
  private int nonFinite;
  private int worst = -1;
  private double errorSquares;
  private double nearestSquares;
  private double truthSquares;
  private double resultSquares;
  private double products;
  private double maxRelative;
  private double maxUlp;
  private double maxOfTolerance;

  void add(Truth of, int i, float result) {
    count++;
    int index = of.outputs()[i];
    double truth = of.values()[i];
    double tolerance = of.tolerances()[i];
    if (!Float.isFinite(result) || !isFloat(truth)) {
      addNonFinite(index, result, truth, tolerance);
      return;
    }
    double error = Math.abs(result - truth);
    errorSquares += error * error;
    truthSquares += truth * truth;
    resultSquares += (double) result * result;
    products += result * truth;
    maxRelative = Math.max(maxRelative, ratio(error, of.magnitudes()[i]));
    maxUlp = Math.max(maxUlp, error / Math.ulp((float) truth));
    double nearest = Math.min(error, Math.abs(result - of.roundedValues()[i]));
    nearestSquares += nearest * nearest;
    addShare(index, Math.max(ratio(error, tolerance), ratio(nearest, of.roundedTolerances()[i])));
  }

  /** NaN for NaN and infinity for infinity are right; so is overflow within the tolerance. */
  private void addNonFinite(int index, float result, double truth, double tolerance) {
    boolean same =
        Double.isNaN(truth)
            ? Float.isNaN(result)
            : Float.isInfinite(result)
                && !isFloat(truth + Math.copySign(tolerance, truth))
                && Math.signum(truth) == Math.signum(result);
    boolean almost = Float.isFinite(result) && Math.abs(result - truth) <= tolerance;
    if (!same && !almost) {
      nonFinite++;
      addShare(index, Double.POSITIVE_INFINITY);
    }
  }

  private void addShare(int index, double share) {
    if (!(share <= 1)) {
      mismatches++;
    }
    if (worst < 0 || share > maxOfTolerance) {
      maxOfTolerance = share;
      worst = index;
    }
  }

  private static boolean isFloat(double value) {
    return Math.abs(value) <= Float.MAX_VALUE;
  }

  private static double ratio(double error, double scale) {
    return error == 0 ? 0 : error / scale;
  }

  int mismatches() {
    return mismatches;
  }

  /** After all outputs of the truth: where only all of them are too far off, all are mismatches. */
  void addTogether(Truth of) {
    double share = ratio(Math.sqrt(nearestSquares), of.together());
    if (share > maxOfTolerance) {
      maxOfTolerance = share;
    }
    if (mismatches == 0 && share > 1) {
      mismatches = count;
    }
  }

  Measures measures() {
    double norms = Math.sqrt(truthSquares) * Math.sqrt(resultSquares);
    double cosine = norms > 0 ? products / norms : truthSquares == resultSquares ? 1 : 0;
    return new Measures(
        count,
        ratio(errorSquares, truthSquares),
        maxRelative,
        maxUlp,
        cosine,
        count == 0 ? 0 : (double) mismatches / count,
        nonFinite,
        maxOfTolerance,
        worst);
  }
}
