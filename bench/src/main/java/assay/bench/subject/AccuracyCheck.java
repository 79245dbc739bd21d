package assay.bench.subject;

import assay.datasets.generate.Generated;
import assay.kernels.Arithmetic;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.Rounding;
import assay.kernels.Spec;
import assay.kernels.accuracy.ErrorSplit;
import assay.kernels.accuracy.Measures;
import assay.kernels.accuracy.OutputSample;
import assay.kernels.reference.Truth;
import assay.reports.record.Accuracy;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Holds a subject's outputs against float64 truth, on a sample drawn with the case's seed, and all
 * of an output against being finite, and looks for what was written outside it.
 */
final class AccuracyCheck {

  /** A truth of attention costs a look at the whole cache; some are enough to say WRONG. */
  private static final int MOST_UNSAMPLED = 64;

  private static final String NOT_NOW = "not repeated meanwhile";

  private final Spec spec;
  private final Inputs inputs;
  private final Arithmetic arithmetic;
  private final Truth truth;
  private final WholeResultCheck whole;
  private final Double weightNmse;
  private final Double activationNmse;
  private final float[] output;

  /**
   * @param arithmetic as the kernel declares it; the bound follows from it
   */
  AccuracyCheck(Spec spec, Generated generated, Arithmetic arithmetic, SubjectRequest request) {
    this.spec = spec;
    this.inputs = generated.inputs();
    this.arithmetic = arithmetic;
    int[] sample = OutputSample.of(spec, request.checkedOutputs(), request.seed());
    truth = Truth.of(spec, inputs, arithmetic, sample);
    whole = WholeResultCheck.of(spec, inputs, arithmetic, request);
    weightNmse = WeightError.nmse(generated, sample.length);
    activationNmse = activationNmse();
    output = new float[Math.toIntExact(spec.outputs())];
  }

  /**
   * Null for kernels that multiply activations as they are, and where it is not defined or nobody
   * says which way they are rounded.
   */
  private Double activationNmse() {
    Rounding rounding = arithmetic.activations();
    boolean isKnown =
        !rounding.equals(Rounding.NONE) && !(rounding instanceof Rounding.Significand);
    return spec instanceof MatmulSpec && isKnown ? ErrorSplit.activationError(truth) : null;
  }

  /** The first copy alone. */
  Checked first(Subject subject) {
    return check(subject, 0);
  }

  /** The worst of a subject's copies, each of which has its own output. */
  Checked all(Subject subject) {
    Checked worst = first(subject);
    for (int copy = 1; copy < subject.copies(); copy++) {
      Checked checked = check(subject, copy);
      worst = checked.isWorseThan(worst) ? checked : worst;
    }
    return worst;
  }

  /** As {@link #all} without what takes a look at every output. */
  Checked sampled(Subject subject) {
    Checked worst = null;
    for (int copy = 0; copy < subject.copies(); copy++) {
      subject.readOutput(copy, output);
      Checked checked =
          new Checked(Measures.of(truthOf(output), output), NOT_NOW, subject.damage(copy));
      worst = worst == null || checked.isWorseThan(worst) ? checked : worst;
    }
    return worst;
  }

  private Checked check(Subject subject, int copy) {
    subject.readOutput(copy, output);
    return new Checked(
        Measures.of(truthOf(output), output), whole.judge(output), subject.damage(copy));
  }

  /** Of the sample, and of numbers that are not finite, as what was never written is. */
  private Truth truthOf(float[] output) {
    int[] unsampled =
        IntStream.range(0, output.length)
            .filter(i -> !Float.isFinite(output[i]))
            .filter(i -> Arrays.binarySearch(truth.outputs(), i) < 0)
            .limit(MOST_UNSAMPLED)
            .toArray();
    if (unsampled.length == 0) {
      return truth;
    }
    IntStream both = IntStream.concat(Arrays.stream(truth.outputs()), Arrays.stream(unsampled));
    return Truth.of(spec, inputs, arithmetic, both.sorted().toArray());
  }

  /** Output of the first copy. */
  float[] snapshot(Subject subject) {
    subject.readOutput(0, output);
    return output.clone();
  }

  Accuracy toRecord(Checked worst, boolean afterTiming) {
    Measures measures = worst.measures();
    return new Accuracy(
        measures.outputs(),
        measures.nmse(),
        measures.maxRelative(),
        measures.maxUlp(),
        measures.cosine(),
        measures.mismatchShare(),
        measures.nonFinite(),
        bound(measures.worst()),
        weightNmse,
        activationNmse,
        worst.whole(),
        afterTiming);
  }

  /** Tolerance of the output nearest to its limit, in units of maxRelativeError. */
  private double bound(int worstOutput) {
    for (int i = 0; i < truth.outputs().length; i++) {
      if (truth.outputs()[i] == worstOutput && truth.magnitudes()[i] > 0) {
        return truth.tolerances()[i] / truth.magnitudes()[i];
      }
    }
    return 0;
  }

  @Override
  public String toString() {
    return spec + " on " + truth.outputs().length + " outputs";
  }
}
