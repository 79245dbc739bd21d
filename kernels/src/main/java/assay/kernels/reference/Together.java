package assay.kernels.reference;

/**
 * How far all outputs together may be from the truth: bounds the root of the sum of their squared
 * errors.
 *
 * <p>The bound of a single output allows for eight deviations, as any one of millions may have bad
 * luck; with bfloat16 sums of thousands that is more than the result, and zeros would pass. Not all
 * outputs have bad luck at once. Where their errors are chance and each output's own, with
 * variances s, the sum of squares exceeds {@code sum s + 2 sqrt(32 sum s^2) + 64 max s} with
 * probability {@code exp(-32)} only (Laurent and Massart, Ann. Statist. 28, 2000; for bounded
 * errors Hsu, Kakade and Zhang, Electron. Commun. Probab. 17, 2012).
 *
 * <p>Errors that outputs share, as those of one rounded activation, are not averaged and keep their
 * eight deviations. But roundings may leave no more than a tenth of the energy that the terms would
 * have under random signs: beyond that a result is noise whatever it declares, and zeros could not
 * be told from it. ggml's tests allow less than a hundredth of that.
 */
final class Together {

  private static final double IMPROBABLE = ErrorBound.DEVIATIONS * ErrorBound.DEVIATIONS / 2;

  private static final double NOISE = 0.1;

  /** That sums of squares are rounded themselves. */
  private static final double ROUNDED = 1 + 0x1p-40;

  /**
   * The error of one output in parts.
   *
   * @param certain what does not average out and is not capped: float32 sums, ties, what is flushed
   * @param own variance of the error of chance that it has for itself
   * @param crowded variance of the error of chance that some outputs have in common
   * @param crowd how many they are, 1 or more
   * @param shared bound of the error of chance that it may have in common with all
   * @param scale root of the sum of squared terms
   */
  record Parts(
      double certain, double own, double crowded, double crowd, double shared, double scale) {

    static Parts certain(double tolerance) {
      return new Parts(tolerance, 0, 0, 1, 0, 0);
    }
  }

  private double certain;
  private double variance;
  private double varianceSquares;
  private double largestVariance;
  private double shared;
  private double scale;

  void add(Parts parts) {
    certain += parts.certain * parts.certain;
    double crowd = parts.crowd * parts.crowded;
    variance += parts.own + parts.crowded;
    varianceSquares += parts.own * parts.own + crowd * parts.crowded;
    largestVariance = Math.max(largestVariance, parts.own + crowd);
    shared += parts.shared * parts.shared;
    scale += parts.scale * parts.scale;
  }

  double bound() {
    double own =
        Math.sqrt(
            variance
                + 2 * Math.sqrt(IMPROBABLE * varianceSquares)
                + 2 * IMPROBABLE * largestVariance);
    double chance = Math.min(own + Math.sqrt(shared), Math.sqrt(NOISE * scale));
    return (Math.sqrt(certain) + chance) * ROUNDED;
  }
}
