package assay.kernels.vector.dequant;

import assay.kernels.vector.shape.VectorShapes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** BF16: half a unit, less one if even, carries into the upper half; a NaN stays one. */
final class Bf16Narrower implements Narrower {

  private static final int LANES = VectorShapes.LANES;
  private static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(16 * LANES));

  /**
   * Set in the upper half of a NaN whose payload lies in the lower one, else it became infinity.
   */
  private static final int QUIET = 0x40;

  @Override
  public void narrow(float[] source, short[] destination, int position, int count) {
    int whole = count - count % LANES;
    for (int i = 0; i < whole; i += LANES) {
      FloatVector values = FloatVector.fromArray(VectorShapes.F32, source, i);
      IntVector bits = values.reinterpretAsInts();
      IntVector upper = bits.lanewise(VectorOperators.LSHR, 16);
      VectorMask<Integer> nan = values.test(VectorOperators.IS_NAN).cast(VectorShapes.I32);
      IntVector rounded = bits.add(upper.and(1)).add(0x7FFF).lanewise(VectorOperators.LSHR, 16);
      ShortVector narrow =
          (ShortVector)
              rounded.blend(upper.or(QUIET), nan).convertShape(VectorOperators.I2S, SHORTS, 0);
      narrow.intoArray(destination, position + i);
    }
    for (int i = whole; i < count; i++) {
      destination[position + i] = narrow(source[i]);
    }
  }

  @Override
  public short narrow(float value) {
    int bits = Float.floatToRawIntBits(value);
    int upper = bits >>> 16;
    return (short) (Float.isNaN(value) ? upper | QUIET : bits + 0x7FFF + (upper & 1) >>> 16);
  }

  @Override
  public float widen(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }
}
