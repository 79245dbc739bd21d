package assay.kernels.format;

/** The 16 levels of IQ4_NL and IQ4_XS (ggml, MIT, ggml-common.h at d99724f2). */
final class NonLinear4 {

  private static final byte[] LEVELS = {
    -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113
  };

  private NonLinear4() {}

  static int level(int code) {
    return LEVELS[code];
  }
}
