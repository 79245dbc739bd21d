package assay.kernels.reference;

import assay.kernels.Arithmetic;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.format.Codec;
import assay.kernels.format.Codecs;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** One row of W at a time against any row of X, in float64. */
final class MatmulTruth {

  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private final int k;
  private final Inputs.Matmul inputs;
  private final ErrorBound bound;
  private final float[] weights;
  private final float[] magnitudes;
  private final RoundedRow row;
  private final RunningSum sum;
  private final CodeOffsets codeOffsets;
  private double value;
  private double magnitude;
  private double tolerance;
  private double roundedValue;
  private double roundedTolerance;
  private Together.Parts parts;

  MatmulTruth(MatmulSpec spec, Inputs.Matmul inputs, Arithmetic arithmetic) {
    this.k = Math.toIntExact(spec.k());
    this.inputs = inputs;
    this.bound = new ErrorBound(arithmetic);
    this.weights = new float[k];
    this.magnitudes = new float[k];
    this.row = new RoundedRow(bound.activations(), k);
    this.sum = new RunningSum(bound);
    this.codeOffsets = new CodeOffsets(inputs.weights(), bound);
  }

  void loadRow(long row) {
    Codec codec = Codecs.of(inputs.weights().format());
    long offset = row * inputs.weights().rowBytes();
    codec.decode(inputs.weights().data(), offset, weights, 0, k);
    codec.decodeMagnitude(inputs.weights().data(), offset, magnitudes, 0, k);
    codeOffsets.load(row);
  }

  /** The value alone, of the loaded row and this token. */
  double dot(long token) {
    MemorySegment x = inputs.activations().data();
    long offset = 4 * token * k;
    double sum = 0;
    for (int j = 0; j < k; j++) {
      sum += (double) weights[j] * x.get(FLOAT, offset + 4L * j);
    }
    return sum;
  }

  /** All figures of the loaded row and this token. */
  void evaluate(long token) {
    evaluateExact(token);
    if (bound.isPlain()) {
      parts = Together.Parts.certain(tolerance);
    }
    if (bound.isPlain() || bound.isEitherWay()) {
      roundedValue = value;
      roundedTolerance = tolerance;
    } else {
      evaluateRounded(token);
    }
  }

  private void evaluateExact(long token) {
    value = dot(token);
    magnitude = 0;
    double worst = 0;
    double squares = 0;
    double lost = 0;
    double largest = 0;
    double groupSum = 0;
    double groups = 0;
    double energy = 0;
    MemorySegment x = inputs.activations().data();
    long offset = 4 * token * k;
    for (int j = 0; j < k; j++) {
      if (j % bound.group() == 0) {
        largest = largest(x, offset, j);
        groups += Math.abs(groupSum);
        groupSum = 0;
      }
      double element = x.get(FLOAT, offset + 4L * j);
      double size = magnitudes[j] * Math.abs(element);
      magnitude += size;
      energy += size * size;
      groupSum += weights[j] * element;
      double step = bound.ofProduct(weights[j], element, largest);
      worst += step;
      squares += step * step;
      lost += bound.flushed(weights[j], element);
    }
    double chance = ErrorBound.ofRounding(worst, squares);
    double certain =
        magnitude * bound.ofSum(k)
            + (groups + Math.abs(groupSum)) * bound.ofScales()
            + Math.min(worst - chance, Math.abs(value) * bound.ofBias())
            + lost
            + (double) k * bound.smallest();
    tolerance = certain + chance;
    parts = new Together.Parts(certain, 0, 0, 1, chance, Math.sqrt(energy));
  }

  private void evaluateRounded(long token) {
    row.load(inputs.activations(), token);
    sum.clear();
    double ties = 0;
    for (int j = 0; j < k; j++) {
      float weight = RoundedRow.rounded(bound.weights(), weights[j]);
      double element = row.value(j);
      sum.add(weight * element, magnitudes[j] * Math.abs(element));
      ties += Math.abs(weight) * row.slack(j);
      ties += bound.flushed(weight, element);
      ties += Math.abs(element) * RoundedRow.width(bound.weights(), weights[j]);
    }
    roundedValue = sum.value();
    double unsigned = codeOffsets.error(row);
    tolerance += unsigned;
    double certain = sum.errorBelowNormal() + ties + ofOffsets() + unsigned;
    roundedTolerance = certain + sum.error();
    if (!(roundedTolerance <= tolerance)) {
      return;
    }
    parts =
        bound.sumsAreCoarse()
            ? new Together.Parts(certain, sum.variance(), 0, 1, 0, sum.scale())
            : Together.Parts.certain(roundedTolerance);
  }

  /** An offset is what its group shares, so at most the smallest magnitude there. */
  private double ofOffsets() {
    if (!bound.is(Format.Q8_1)) {
      return 0;
    }
    double worst = 0;
    double squares = 0;
    for (int from = 0; from < k; from += bound.group()) {
      float smallest = Float.POSITIVE_INFINITY;
      for (int j = from; j < Math.min(k, from + bound.group()); j++) {
        smallest = Math.min(smallest, magnitudes[j]);
      }
      double step = smallest * row.sumError(from / bound.group());
      worst += step;
      squares += step * step;
    }
    return ErrorBound.ofRounding(worst, squares);
  }

  private double largest(MemorySegment x, long offset, int from) {
    double largest = 0;
    for (int j = from; j < Math.min(k, from + bound.group()); j++) {
      largest = Math.max(largest, Math.abs(x.get(FLOAT, offset + 4L * j)));
    }
    return largest;
  }

  double value() {
    return value;
  }

  double magnitude() {
    return magnitude;
  }

  double tolerance() {
    return tolerance;
  }

  double roundedValue() {
    return roundedValue;
  }

  double roundedTolerance() {
    return roundedTolerance;
  }

  /** Of the smaller tolerance. */
  Together.Parts parts() {
    return parts;
  }
}
