package assay.kernels.vector.attention;

import static assay.kernels.vector.shape.VectorShapes.F32;
import static assay.kernels.vector.shape.VectorShapes.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * The sum of each vector in an array of vectors, in a fixed order: {@code reduceLanes} may choose
 * another once it is compiled.
 */
final class LaneSums {

  /** Partners half a vector apart, then a quarter, an eighth, and neighbours. */
  private static final VectorShuffle<Float> HALF = partners(LANES / 2);

  private static final VectorShuffle<Float> QUARTER = partners(LANES / 4);
  private static final VectorShuffle<Float> EIGHTH = partners(Math.max(1, LANES / 8));
  private static final VectorShuffle<Float> NEIGHBOUR = partners(1);
  private static final VectorMask<Float> UPPER_HALF = upper(LANES / 2);
  private static final VectorMask<Float> UPPER_QUARTER = upper(LANES / 4);
  private static final VectorMask<Float> UPPER_EIGHTH = upper(Math.max(1, LANES / 8));

  private LaneSums() {}

  static float of(float[] lanes, int at) {
    float first = lanes[at];
    float second = lanes[at + 1];
    float third = lanes[at + 2];
    float fourth = lanes[at + 3];
    for (int i = at + 4; i < at + LANES; i += 4) {
      first += lanes[i];
      second += lanes[i + 1];
      third += lanes[i + 2];
      fourth += lanes[i + 3];
    }
    return (first + second) + (third + fourth);
  }

  /**
   * Replaces eight vectors of {@code lanes} by their sums: sum i comes to {@code lanes[i * stride]}
   * with the {@code stride} of {@link #strideOfEight}.
   *
   * <p>Each step puts half of one vector beside half of another and adds the other halves: seven
   * steps of four instructions instead of eight sums of fifteen.
   */
  static void ofEight(float[] lanes) {
    if (LANES < 8) {
      for (int i = 0; i < 8; i++) {
        lanes[i] = of(lanes, i * LANES);
      }
      return;
    }
    FloatVector sum04 = merge(vector(lanes, 0), vector(lanes, 4), UPPER_HALF, HALF);
    FloatVector sum15 = merge(vector(lanes, 1), vector(lanes, 5), UPPER_HALF, HALF);
    FloatVector sum26 = merge(vector(lanes, 2), vector(lanes, 6), UPPER_HALF, HALF);
    FloatVector sum37 = merge(vector(lanes, 3), vector(lanes, 7), UPPER_HALF, HALF);
    FloatVector even = merge(sum04, sum26, UPPER_QUARTER, QUARTER);
    FloatVector odd = merge(sum15, sum37, UPPER_QUARTER, QUARTER);
    FloatVector all = merge(even, odd, UPPER_EIGHTH, EIGHTH);
    (LANES == 8 ? all : all.add(all.rearrange(NEIGHBOUR))).intoArray(lanes, 0);
  }

  static int strideOfEight() {
    return Math.max(1, LANES / 8);
  }

  private static FloatVector vector(float[] lanes, int i) {
    return FloatVector.fromArray(F32, lanes, i * LANES);
  }

  private static FloatVector merge(
      FloatVector a, FloatVector b, VectorMask<Float> upper, VectorShuffle<Float> partners) {
    return a.blend(b, upper).add(b.blend(a, upper).rearrange(partners));
  }

  private static VectorShuffle<Float> partners(int distance) {
    return VectorShuffle.fromOp(F32, lane -> lane ^ distance);
  }

  private static VectorMask<Float> upper(int distance) {
    boolean[] upper = new boolean[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      upper[lane] = (lane & distance) != 0;
    }
    return VectorMask.fromArray(F32, upper, 0);
  }
}
