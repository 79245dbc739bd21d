package assay.kernels.vector.attention;

import assay.kernels.vector.shape.VectorShapes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * exp(x) for x at most 0, and what follows from it.
 *
 * <p>x = n ln2 + r with |r| at most ln2 / 2, then the Taylor series of exp(r) to the seventh power
 * (its rest is below 6e-9) and n into the exponent. Error at most 2 units in the last place; below
 * -87.3, where the result would be subnormal, it is 0. The library's own vector exp is a foreign
 * call per vector.
 */
final class Exponential {

  private static final float LOWEST = -87.3f;
  private static final float LOG2_E = 1.442695f;

  /** Adding 1.5 * 2^23 rounds to a whole number, which then is in the low bits. */
  private static final float ROUNDER = 12_582_912f;

  private static final int ROUNDER_BITS = 0x4B40_0000;

  /** ln 2 with so few bits that n times it is exact, and the rest of it. */
  private static final float LN2_HIGH = 0x1.62ep-1f;

  private static final float LN2_LOW = (float) (0.6931471805599453 - LN2_HIGH);

  private Exponential() {}

  static FloatVector of(FloatVector x) {
    VectorMask<Float> vanishes = x.compare(VectorOperators.LT, LOWEST);
    FloatVector bounded = x.blend(LOWEST, vanishes);
    FloatVector shifted = bounded.fma(splat(LOG2_E), splat(ROUNDER));
    FloatVector n = shifted.sub(ROUNDER);
    FloatVector r = n.fma(splat(-LN2_LOW), n.fma(splat(-LN2_HIGH), bounded));
    FloatVector series =
        r.fma(splat(1 / 5040f), splat(1 / 720f))
            .fma(r, splat(1 / 120f))
            .fma(r, splat(1 / 24f))
            .fma(r, splat(1 / 6f))
            .fma(r, splat(0.5f))
            .fma(r, splat(1))
            .fma(r, splat(1));
    IntVector power =
        shifted.reinterpretAsInts().sub(ROUNDER_BITS - 127).lanewise(VectorOperators.LSHL, 23);
    return series.mul(power.reinterpretAsFloats()).blend(0, vanishes);
  }

  /** tanh by exp(-2|x|), which cannot overflow; absolute error 3 units of 2^-24. */
  static FloatVector tanh(FloatVector x) {
    FloatVector small = of(x.abs().mul(-2));
    FloatVector magnitude = splat(1).sub(small).div(small.add(1));
    return magnitude.blend(magnitude.neg(), x.compare(VectorOperators.LT, 0));
  }

  private static FloatVector splat(float value) {
    return FloatVector.broadcast(VectorShapes.F32, value);
  }
}
