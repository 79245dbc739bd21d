package assay.kernels.reference;

import assay.kernels.Arithmetic;
import assay.kernels.AttentionSpec;
import assay.kernels.DequantSpec;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.Spec;
import java.util.Arrays;

/**
 * Some outputs of an operation in float64, from the decoded stored weights and float32 activations.
 *
 * <p>Weights are decoded a row at a time, so a large W costs no memory. The cost is one row of W
 * for each output feature asked about, or one pass over the visible cache for each query and head.
 *
 * @param outputs indexes into the result as {@link assay.kernels.PreparedKernel#readOutput} lays it
 *     out
 * @param values what the result is
 * @param magnitudes MATMUL: {@code sum |w.x|}; ATTENTION: {@code sum p |v|}; DEQUANT: {@code |w|};
 *     with offset formats counting scale and offset term apart
 * @param tolerances largest error a correct kernel of this arithmetic makes; derivation in {@code
 *     ErrorBound}
 * @param roundedValues what the result is once activations and weights are rounded as the kernel
 *     says; the same as {@code values} where it rounds none
 * @param roundedTolerances what is left then: the largest error of the sums and of ties. A correct
 *     kernel is as near as that to {@code roundedValues}, or to {@code values} if it spares itself
 *     the rounding
 * @param together what the root of the sum of squared errors of a correct kernel stays below, each
 *     to the nearer of {@code values} and {@code roundedValues}; derivation in {@code Together}
 */
public record Truth(
    int[] outputs,
    double[] values,
    double[] magnitudes,
    double[] tolerances,
    double[] roundedValues,
    double[] roundedTolerances,
    double together) {

  /**
   * @param arithmetic as the kernel under test declares it
   * @param outputs in any order, each below {@code spec.outputs()}
   */
  public static Truth of(Spec spec, Inputs inputs, Arithmetic arithmetic, int[] outputs) {
    int count = outputs.length;
    Truth truth =
        new Truth(
            outputs.clone(),
            new double[count],
            new double[count],
            new double[count],
            new double[count],
            new double[count],
            0);
    Together together = new Together();
    switch (spec) {
      case MatmulSpec matmul -> truth.fill(matmul, (Inputs.Matmul) inputs, arithmetic, together);
      case AttentionSpec attention ->
          truth.fill(attention, (Inputs.Attention) inputs, arithmetic, together);
      case DequantSpec dequant -> truth.fill(dequant, (Inputs.Dequant) inputs, together);
    }
    return truth.with(together.bound());
  }

  private Truth with(double bound) {
    return new Truth(
        outputs, values, magnitudes, tolerances, roundedValues, roundedTolerances, bound);
  }

  private void fill(
      MatmulSpec spec, Inputs.Matmul inputs, Arithmetic arithmetic, Together together) {
    MatmulTruth rows = new MatmulTruth(spec, inputs, arithmetic);
    long loaded = -1;
    for (int at : orderBy(spec.m())) {
      long row = outputs[at] % spec.m();
      if (row != loaded) {
        rows.loadRow(row);
        loaded = row;
      }
      rows.evaluate(outputs[at] / spec.m());
      set(at, rows.value(), rows.magnitude(), rows.tolerance());
      setRounded(at, rows.roundedValue(), rows.roundedTolerance());
      add(together, at, rows.parts());
    }
  }

  private void fill(
      AttentionSpec spec, Inputs.Attention inputs, Arithmetic arithmetic, Together together) {
    AttentionTruth heads = new AttentionTruth(spec, inputs, arithmetic);
    ErrorBound bound = new ErrorBound(arithmetic);
    boolean plain = bound.isPlain();
    RoundedAttention rounded = plain ? null : new RoundedAttention(spec, inputs, arithmetic);
    long loaded = -1;
    for (int at : orderBy(Long.MAX_VALUE)) {
      long pair = outputs[at] / spec.valueDim();
      if (pair != loaded) {
        heads.evaluate(pair / spec.heads(), pair % spec.heads());
        if (!plain) {
          rounded.evaluate(pair / spec.heads(), pair % spec.heads());
        }
        loaded = pair;
      }
      int column = (int) (outputs[at] % spec.valueDim());
      set(at, heads.value(column), heads.magnitude(column), heads.tolerance(column));
      if (!plain) {
        setRounded(at, rounded.value(column), rounded.tolerance(column));
      }
      boolean nearer =
          !plain && !bound.isEitherWay() && rounded.tolerance(column) <= heads.tolerance(column);
      add(together, at, nearer ? rounded.parts(column) : heads.parts(column));
    }
  }

  private void fill(DequantSpec spec, Inputs.Dequant inputs, Together together) {
    DequantTruth blocks = new DequantTruth(spec, inputs);
    for (int at : orderBy(Long.MAX_VALUE)) {
      blocks.load(outputs[at]);
      set(
          at,
          blocks.value(outputs[at]),
          blocks.magnitude(outputs[at]),
          blocks.tolerance(outputs[at]));
      add(together, at, Together.Parts.certain(tolerances[at]));
    }
  }

  /** Those whose truth is no float are right or wrong by themselves. */
  private void add(Together together, int at, Together.Parts parts) {
    if (Math.abs(values[at]) <= Float.MAX_VALUE) {
      together.add(parts);
    }
  }

  private void set(int at, double value, double magnitude, double tolerance) {
    values[at] = value;
    magnitudes[at] = magnitude;
    tolerances[at] = tolerance;
    setRounded(at, value, tolerance);
  }

  private void setRounded(int at, double value, double tolerance) {
    roundedValues[at] = value;
    roundedTolerances[at] = tolerance;
  }

  /** Positions in {@code outputs}, those of equal remainder together. */
  private int[] orderBy(long modulus) {
    long[] keys = new long[outputs.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = outputs[i] % modulus << 32 | i;
    }
    Arrays.sort(keys);
    return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
  }
}
