package assay.kernels.reference;

import assay.kernels.Arithmetic;
import assay.kernels.AttentionSpec;
import assay.kernels.Inputs;
import assay.kernels.Rounding;
import assay.kernels.Tensor;
import assay.kernels.format.Codecs;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * {@link AttentionTruth} of query, keys and values as the kernel rounds them: only the errors of
 * its sums, of ties and of rounded probabilities are left.
 *
 * <p>Errors that positions share add up as there. Those of sums in binary16 and of rounded
 * probabilities are each position's own: so the bound of their sum is the root of the sum of
 * squares. The sum of probabilities itself is float32 in every arithmetic.
 */
final class RoundedAttention {

  private static final double UNIT = 0x1p-24;

  /** Of a score: eight of them are still no more than a factor of 50. */
  private static final double LARGEST_DEVIATION = 0.5;

  private final AttentionSpec spec;
  private final Inputs.Attention inputs;
  private final ErrorBound bound;
  private final Rounding weights;
  private final RoundedRow query;
  private final RunningSum dot;
  private final RunningSum[] columns;
  private final double[] scores;
  private final double[] sharedErrors;
  private final double[] ownErrors;
  private final double[] ownVariances;
  private final float[] row;
  private final double[] linear;
  private final double[] squares;
  private final double[] steps;
  private final double[] stepSquares;
  private final double[] variances;
  private final double[] crossed;
  private final double[] certain;
  private double errorMass;
  private double errorSquares;
  private double stepMass;
  private double stepMassSquares;
  private double varianceMass;
  private double varianceMassSquares;
  private double largestDeviation;

  RoundedAttention(AttentionSpec spec, Inputs.Attention inputs, Arithmetic arithmetic) {
    this.spec = spec;
    this.inputs = inputs;
    bound = new ErrorBound(arithmetic);
    weights = bound.weights();
    query = new RoundedRow(bound.activations(), (int) spec.keyDim());
    dot = new RunningSum(bound);
    columns = new RunningSum[(int) spec.valueDim()];
    Arrays.setAll(columns, e -> new RunningSum(bound));
    scores = new double[Math.toIntExact(spec.context())];
    sharedErrors = new double[scores.length];
    ownErrors = new double[scores.length];
    ownVariances = new double[scores.length];
    row = new float[(int) Math.max(spec.keyDim(), spec.valueDim())];
    linear = new double[columns.length];
    squares = new double[columns.length];
    steps = new double[columns.length];
    stepSquares = new double[columns.length];
    variances = new double[columns.length];
    crossed = new double[columns.length];
    certain = new double[columns.length];
  }

  /** Computes all value columns of this query and head. */
  void evaluate(long i, long head) {
    query.load(inputs.query(), head * spec.n() + i);
    int first = (int) spec.firstVisible(i);
    int end = (int) spec.endVisible(i);
    long cacheRow = head / (spec.heads() / spec.kvHeads()) * spec.context();
    double max = spec.sinks() ? sink(head) : Double.NEGATIVE_INFINITY;
    for (int j = first; j < end; j++) {
      load(inputs.keys(), cacheRow + j);
      score(j);
      max = Math.max(max, scores[j]);
    }
    double sum = spec.sinks() ? Math.exp(sink(head) - max) : 0;
    largestDeviation = 0;
    for (int j = first; j < end; j++) {
      largestDeviation = Math.max(largestDeviation, Math.sqrt(ownVariances[j]));
      sharedErrors[j] += UNIT * (4 * Math.abs(scores[j]) + 4 * Math.abs(max) + 16);
      scores[j] = Math.exp(scores[j] - max);
      sum += scores[j];
    }
    clear();
    for (int j = first; j < end; j++) {
      load(inputs.values(), cacheRow + j);
      mix(j, sum);
    }
    for (int e = 0; e < columns.length; e++) {
      linear[e] = tolerance(e, sum);
    }
  }

  private void score(int j) {
    dot.clear();
    double ties = 0;
    for (int d = 0; d < spec.keyDim(); d++) {
      float key = RoundedRow.rounded(weights, row[d]);
      double product = (double) query.value(d) * key;
      dot.add(product, Math.abs(product));
      ties += Math.abs(key) * query.slack(d);
      ties += bound.flushed(key, query.value(d));
      ties += Math.abs(query.value(d)) * RoundedRow.width(weights, row[d]);
    }
    double scale = 1 / Math.sqrt(spec.keyDim());
    double score = dot.value() * scale;
    double cap = spec.softCap();
    scores[j] = cap > 0 ? cap * Math.tanh(score / cap) : score;
    sharedErrors[j] = scale * ties + (cap > 0 ? 8 * UNIT * cap : 0);
    ownErrors[j] = 0;
    ownVariances[j] = 0;
    double ofDot = scale * (dot.error() + dot.errorBelowNormal());
    if (bound.sumsAreCoarse()) {
      ownErrors[j] += ofDot + ErrorBound.DEVIATIONS * ofCap(cap);
      ownVariances[j] = scale * scale * dot.variance() + ofCap(cap) * ofCap(cap);
    } else {
      sharedErrors[j] += ofDot;
    }
  }

  /**
   * Deviation that a cap adds to scores kept in the coarse type. Vulkan derives the precision of
   * tanh from half the difference of two exponentials, each right to a unit in its last place: near
   * 0, where both are near 1, that is a unit of 1, however small the score, and the cap times it.
   */
  private double ofCap(double cap) {
    return cap > 0 ? cap * 2 * bound.sumUnit() / Math.sqrt(3) : 0;
  }

  private void clear() {
    for (int e = 0; e < columns.length; e++) {
      columns[e].clear();
      linear[e] = 0;
      squares[e] = 0;
      steps[e] = 0;
      stepSquares[e] = 0;
      variances[e] = 0;
      crossed[e] = 0;
    }
    errorMass = 0;
    errorSquares = 0;
    stepMass = 0;
    stepMassSquares = 0;
    varianceMass = 0;
    varianceMassSquares = 0;
  }

  private void mix(int j, double sum) {
    double p = scores[j] / sum;
    double shared = p * sharedErrors[j];
    double own = p * ownErrors[j];
    double step = bound.ofProbability(scores[j]) / sum;
    errorMass += shared;
    errorSquares += own * own;
    stepMass += step;
    stepMassSquares += step * step;
    double variance = p * p * ofExp(ownVariances[j]);
    varianceMass += variance;
    varianceMassSquares += variance * variance;
    for (int e = 0; e < columns.length; e++) {
      float value = RoundedRow.rounded(weights, row[e]);
      double size = Math.abs(value);
      columns[e].add(p * value, p * size);
      linear[e] += shared * size + p * RoundedRow.width(weights, row[e]);
      squares[e] += own * size * own * size;
      steps[e] += step * size;
      stepSquares[e] += step * size * step * size;
      variances[e] += variance * size * size;
      crossed[e] += variance * value;
    }
  }

  private double tolerance(int e, double sum) {
    double output = Math.abs(columns[e].value());
    certain[e] =
        linear[e]
            + output * errorMass
            // Twice, since float32 sums of probabilities err as much; coarse ones are never kept.
            + (bound.sumsAreCoarse() ? 0 : 2 * columns[e].error())
            + columns[e].errorBelowNormal() / sum
            + Float.MIN_VALUE;
    return certain[e]
        + Math.sqrt(2 * (squares[e] + output * output * errorSquares))
        + ofProbabilities(e, output)
        + (bound.sumsAreCoarse() ? columns[e].error() : 0);
  }

  private double ofProbabilities(int e, double output) {
    return ErrorBound.ofRounding(steps[e], stepSquares[e])
        + output * ErrorBound.ofRounding(stepMass, stepMassSquares);
  }

  /** Mean square of {@code exp(e) - 1} where e is normal with this variance. */
  private static double ofExp(double variance) {
    return Math.expm1(2 * variance) - 2 * Math.expm1(variance / 2);
  }

  /**
   * Errors of scores move an output by their share of {@code v - o}, and those of few positions are
   * shared by many columns. Scores that are off by more let softmax settle on other positions.
   * Where scores are alike, so is the rounding of their probabilities: it counts as shared.
   */
  Together.Parts parts(int e) {
    if (largestDeviation > LARGEST_DEVIATION) {
      return Together.Parts.certain(linear[e]);
    }
    double output = columns[e].value();
    double ofScores = variances[e] - 2 * output * crossed[e] + output * output * varianceMass;
    double positions = varianceMass * varianceMass / varianceMassSquares;
    return new Together.Parts(
        certain[e],
        bound.sumsAreCoarse() ? columns[e].variance() : 0,
        Math.max(0, ofScores),
        varianceMass > 0 ? Math.max(1, columns.length / positions) : 1,
        ofProbabilities(e, Math.abs(output)),
        columns[e].scale());
  }

  private double sink(long head) {
    return inputs.sinks().orElseThrow().data().get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * head);
  }

  private void load(Tensor tensor, long at) {
    Codecs.of(tensor.format())
        .decode(tensor.data(), at * tensor.rowBytes(), row, 0, (int) tensor.columns());
  }

  double value(int e) {
    return columns[e].value();
  }

  double tolerance(int e) {
    return linear[e];
  }
}
