package assay.kernels.vector.decode;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import assay.kernels.vector.shape.VectorShapes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * F16 to float lanes inside a loop that also uses them.
 *
 * <p>The Vector API cannot name vcvtph2ps (or fcvtl). Three integer operations put sign, exponent
 * and fraction where a float has them; the exponent is then too small by 112, for subnormal numbers
 * too, and whoever multiplies with the result puts {@link #SCALE} into the other factor. Infinities
 * and NaN come out as finite numbers: make sure with {@link #allFinite} that there are none.
 */
public final class Halves {

  /** What {@link #load} divides by. */
  public static final float SCALE = 0x1p112f;

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);

  private static final VectorSpecies<Byte> BYTE_PAIRS =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(16 * VectorShapes.LANES));

  /** Sign, and the five and ten bits of exponent and fraction once they moved up by 13. */
  private static final int FIELDS = 0x8FFF_E000;

  private static final int EXPONENT = 0x7C00;

  private Halves() {}

  /** The halves in {@code 2 * LANES} bytes at {@code offset}, over {@link #SCALE}. */
  public static FloatVector load(MemorySegment source, long offset) {
    return ByteVector.fromMemorySegment(BYTE_PAIRS, source, offset, LITTLE_ENDIAN)
        .reinterpretAsShorts()
        .convertShape(VectorOperators.S2I, VectorShapes.I32, 0)
        .reinterpretAsInts()
        .lanewise(VectorOperators.LSHL, 13)
        .and(FIELDS)
        .reinterpretAsFloats();
  }

  /** Whether none of all halves in {@code source} is infinite or NaN. */
  public static boolean allFinite(MemorySegment source) {
    for (long at = 0; at + 2 <= source.byteSize(); at += 2) {
      if ((source.get(SHORT, at) & EXPONENT) == EXPONENT) {
        return false;
      }
    }
    return true;
  }
}
