package assay.kernels.vector.decode;

import assay.kernels.vector.shape.VectorShapes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Codes in int lanes to floats in memory, in the codecs' order of operations, never fused. */
final class Stores {

  private Stores() {}

  /** {@code code * scale}. */
  static void scaled(IntVector codes, float scale, float[] destination, int position) {
    floats(codes).mul(scale).intoArray(destination, position);
  }

  /** {@code code * scale + offset}. */
  static void plus(IntVector codes, float scale, float offset, float[] destination, int position) {
    floats(codes).mul(scale).add(offset).intoArray(destination, position);
  }

  /** {@code code * scale - offset}. */
  static void minus(IntVector codes, float scale, float offset, float[] destination, int position) {
    floats(codes).mul(scale).sub(offset).intoArray(destination, position);
  }

  private static FloatVector floats(IntVector codes) {
    return (FloatVector) codes.convertShape(VectorOperators.I2F, VectorShapes.F32, 0);
  }
}
