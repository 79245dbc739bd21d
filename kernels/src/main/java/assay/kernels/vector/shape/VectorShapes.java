package assay.kernels.vector.shape;

import assay.kernels.Availability;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The only class that chooses vector widths.
 *
 * <p>{@code -Dassay.maxBits=128|256|512} caps the preferred width, so that a tier can be compared
 * with the next and the tests can run every width.
 */
public final class VectorShapes {

  /** Bits of a full vector: the platform's preferred width, capped. */
  public static final int BITS =
      Math.min(
          VectorShape.preferredShape().vectorBitSize(), Integer.getInteger("assay.maxBits", 512));

  public static final VectorShape SHAPE = VectorShape.forBitSize(BITS);
  public static final VectorSpecies<Float> F32 = VectorSpecies.of(float.class, SHAPE);
  public static final VectorSpecies<Integer> I32 = VectorSpecies.of(int.class, SHAPE);
  public static final VectorSpecies<Short> I16 = VectorSpecies.of(short.class, SHAPE);
  public static final VectorSpecies<Byte> I8 = VectorSpecies.of(byte.class, SHAPE);

  /** Lanes of a full float vector. */
  public static final int LANES = F32.length();

  private VectorShapes() {}

  public static Availability availability() {
    return BITS >= 128
        ? Availability.available()
        : Availability.unavailable("this JVM offers vectors of only " + BITS + " bits");
  }

  public static String isa() {
    return BITS + "-bit Vector API on " + System.getProperty("os.arch");
  }
}
