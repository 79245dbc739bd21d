package assay.kernels.reference;

import assay.kernels.Arithmetic;
import assay.kernels.AttentionSpec;
import assay.kernels.Inputs;
import assay.kernels.Tensor;
import assay.kernels.format.Codecs;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * One head of one query at a time, in float64: the whole softmax, then every value column.
 *
 * <p>With o = sum p v, a score that is off by e moves o by p e (v - o); so the tolerance is {@code
 * sum p e |v| + |o| sum p e}, plus that of the sum over positions. A score's e is that of its dot
 * product, plus the float32 rounding of scaling, cap and {@code s - max}, plus 16 units for exp.
 */
final class AttentionTruth {

  private static final double UNIT = 0x1p-24;

  private final AttentionSpec spec;
  private final Inputs.Attention inputs;
  private final ErrorBound bound;
  private final double scale;
  private final float[] query;
  private final float[] key;
  private final float[] value;
  private final double[] scores;
  private final double[] scoreErrors;
  private final double[] values;
  private final double[] magnitudes;
  private final double[] tolerances;
  private final double[] squares;
  private double largestError;

  AttentionTruth(AttentionSpec spec, Inputs.Attention inputs, Arithmetic arithmetic) {
    this.spec = spec;
    this.inputs = inputs;
    this.bound = new ErrorBound(arithmetic);
    this.scale = 1 / Math.sqrt(spec.keyDim());
    this.query = new float[(int) spec.keyDim()];
    this.key = new float[(int) spec.keyDim()];
    this.value = new float[(int) spec.valueDim()];
    this.scores = new double[Math.toIntExact(spec.context())];
    this.scoreErrors = new double[scores.length];
    this.values = new double[value.length];
    this.magnitudes = new double[value.length];
    this.tolerances = new double[value.length];
    this.squares = new double[value.length];
  }

  /** Computes all value columns of this query and head. */
  void evaluate(long i, long head) {
    load(inputs.query(), head * spec.n() + i, query);
    int first = (int) spec.firstVisible(i);
    int end = (int) spec.endVisible(i);
    long cacheRow = head / (spec.heads() / spec.kvHeads()) * spec.context();
    double max = spec.sinks() ? sink(head) : Double.NEGATIVE_INFINITY;
    for (int j = first; j < end; j++) {
      load(inputs.keys(), cacheRow + j, key);
      score(j);
      max = Math.max(max, scores[j]);
    }
    double sum = spec.sinks() ? Math.exp(sink(head) - max) : 0;
    largestError = 0;
    for (int j = first; j < end; j++) {
      scoreErrors[j] += UNIT * (4 * Math.abs(scores[j]) + 4 * Math.abs(max) + 16);
      largestError = Math.max(largestError, scoreErrors[j]);
      scores[j] = Math.exp(scores[j] - max);
      sum += scores[j];
    }
    mix(first, end, cacheRow, sum);
  }

  private void score(int j) {
    double dot = 0;
    double magnitude = 0;
    double worst = 0;
    double squares = 0;
    double largest = 0;
    double groupSum = 0;
    double groups = 0;
    for (int d = 0; d < key.length; d++) {
      if (d % bound.group() == 0) {
        largest = largest(d);
        groups += Math.abs(groupSum);
        groupSum = 0;
      }
      groupSum += (double) query[d] * key[d];
      dot += (double) query[d] * key[d];
      magnitude += Math.abs((double) query[d] * key[d]);
      double step = bound.ofProduct(key[d], query[d], largest);
      worst += step;
      squares += step * step;
    }
    double score = dot * scale;
    double error =
        scale
            * (magnitude * bound.ofSum(key.length)
                + (groups + Math.abs(groupSum)) * bound.ofScales()
                + ErrorBound.ofRounding(worst, squares));
    double cap = spec.softCap();
    // tanh has slope at most 1; its own float32 error is a few units of the cap.
    scores[j] = cap > 0 ? cap * Math.tanh(score / cap) : score;
    scoreErrors[j] = cap > 0 ? error + 8 * UNIT * cap : error;
  }

  private double largest(int from) {
    double largest = 0;
    for (int d = from; d < Math.min(query.length, from + bound.group()); d++) {
      largest = Math.max(largest, Math.abs(query[d]));
    }
    return largest;
  }

  private void mix(int first, int end, long cacheRow, double sum) {
    Arrays.fill(values, 0);
    Arrays.fill(magnitudes, 0);
    Arrays.fill(tolerances, 0);
    Arrays.fill(squares, 0);
    double errorMass = 0;
    for (int j = first; j < end; j++) {
      load(inputs.values(), cacheRow + j, value);
      double p = scores[j] / sum;
      double error = p * scoreErrors[j] + bound.ofProbability(scores[j]) / sum;
      errorMass += error;
      for (int e = 0; e < value.length; e++) {
        values[e] += p * value[e];
        magnitudes[e] += p * Math.abs(value[e]);
        squares[e] += p * value[e] * p * value[e];
        tolerances[e] += error * Math.abs(value[e]);
      }
    }
    double ofSum = 2 * bound.ofSum(end - first) + bound.ofWeights();
    for (int e = 0; e < value.length; e++) {
      tolerances[e] += errorMass * Math.abs(values[e]) + ofSum * magnitudes[e] + Float.MIN_VALUE;
    }
  }

  private double sink(long head) {
    return inputs.sinks().orElseThrow().data().get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * head);
  }

  private static void load(Tensor tensor, long row, float[] into) {
    Codecs.of(tensor.format()).decode(tensor.data(), row * tensor.rowBytes(), into, 0, into.length);
  }

  double value(int e) {
    return values[e];
  }

  double magnitude(int e) {
    return magnitudes[e];
  }

  double tolerance(int e) {
    return tolerances[e];
  }

  /** Where a score may be off by more than 1, softmax may settle on other positions. */
  Together.Parts parts(int e) {
    return bound.isEitherWay() && largestError <= 1
        ? new Together.Parts(0, 0, 0, 1, tolerances[e], Math.sqrt(squares[e]))
        : Together.Parts.certain(tolerances[e]);
  }
}
