package assay.reports.record;

/**
 * Distance from float64 truth, over a seeded sample of outputs.
 *
 * @param checkedOutputs how many outputs were compared
 * @param nmse sum((y - t)^2) / sum(t^2)
 * @param maxRelativeError max |y - t| / sum|w.x|
 * @param maxUlp largest distance in float32 units in the last place; null where it says nothing
 * @param cosine between result and truth
 * @param mismatchShare outputs outside the bound, 0 to 1
 * @param nonFinite outputs that are NaN or infinite where the truth is finite
 * @param bound the limit on maxRelativeError that was applied
 * @param weightNmse error of the stored weights against the original ones; null when unknown
 * @param activationNmse error from rounding activations; null when the kernel does not
 * @param freivalds the check of every output, Freivalds' for a matmul: "passed", "failed: ..." or
 *     why there is none
 * @param afterTiming whether the output after the timed loop was still within the bound
 */
public record Accuracy(
    long checkedOutputs,
    double nmse,
    double maxRelativeError,
    Double maxUlp,
    double cosine,
    double mismatchShare,
    long nonFinite,
    double bound,
    Double weightNmse,
    Double activationNmse,
    String freivalds,
    boolean afterTiming) {

  /** The same distance, with what all checks of the case together found. */
  public Accuracy withChecks(String freivaldsOfAll, boolean allAfterTiming) {
    return new Accuracy(
        checkedOutputs,
        nmse,
        maxRelativeError,
        maxUlp,
        cosine,
        mismatchShare,
        nonFinite,
        bound,
        weightNmse,
        activationNmse,
        freivaldsOfAll,
        allAfterTiming);
  }
}
