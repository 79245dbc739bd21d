package assay.kernels.format;

/** The upper half of a float32: 8 exponent bits, 7 mantissa bits. */
public final class Bfloat16 {

  private Bfloat16() {}

  public static float toFloat(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /** Nearest, halves to even; a NaN stays a NaN and becomes quiet. */
  public static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }
}
