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
}
