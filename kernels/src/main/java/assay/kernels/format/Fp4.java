package assay.kernels.format;

/** E2M1 numbers of MXFP4 and NVFP4, doubled so that they are whole; both scales are halved. */
final class Fp4 {

  private static final byte[] DOUBLED = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

  private Fp4() {}

  static int doubled(int code) {
    return DOUBLED[code];
  }

  /** The first code whose value times {@code scale} is nearest to x. */
  static int nearest(float x, float scale) {
    int best = 0;
    float bestError = Math.abs(DOUBLED[0] * scale - x);
    for (int i = 1; i < 16; i++) {
      float error = Math.abs(DOUBLED[i] * scale - x);
      if (error < bestError) {
        bestError = error;
        best = i;
      }
    }
    return best;
  }

  /** Half of the power of two that an E8M0 byte names; bytes 0 and 1 need float32 subnormals. */
  static float halfE8m0(int code) {
    return Float.intBitsToFloat(code < 2 ? 0x00200000 << code : (code - 1) << 23);
  }

  /** Half of the number that a UE4M3 byte names: 4 exponent bits, bias 7, 3 mantissa bits. */
  static float halfUe4m3(int code) {
    if (code == 0 || code == 0x7f) {
      return 0;
    }
    int exponent = (code >> 3) & 15;
    int mantissa = code & 7;
    return exponent == 0
        ? Math.scalb((float) mantissa, -10)
        : Math.scalb(1 + mantissa / 8f, exponent - 8);
  }

  /**
   * The UE4M3 byte for x: halves round up, values above 448 saturate, what is not positive is 0.
   */
  static int toUe4m3(float x) {
    if (!(x > 0)) {
      return 0;
    }
    float limited = Math.min(x, 448f);
    int bits = Float.floatToRawIntBits(limited);
    int exponent = (bits >>> 23) - 127 + 7;
    if (exponent <= 0) {
      return Bits.clamp((int) (limited * 512 + 0.5f), 0, 7);
    }
    // Adding half of the last kept place carries from the mantissa into the exponent by itself.
    int code = (exponent << 3) + ((((bits >>> 19) & 15) + 1) >> 1);
    return Math.min(code, 0x7e);
  }
}
