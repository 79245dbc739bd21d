package assay.kernels.format;

/** Signs of eight elements in seven bits: the eighth makes the number of minus signs even. */
final class Signs {

  private Signs() {}

  /** All eight sign bits for seven stored ones. */
  static int complete(int seven) {
    return seven | (Integer.bitCount(seven) & 1) << 7;
  }

  static float of(int signs, int j) {
    return (signs >> j & 1) == 1 ? -1f : 1f;
  }

  /** Sign bits of eight elements; a NaN counts as negative. */
  static int bits(float[] x, int from) {
    int bits = 0;
    for (int j = 0; j < 8; j++) {
      bits |= x[from + j] >= 0 ? 0 : 1 << j;
    }
    return bits;
  }
}
