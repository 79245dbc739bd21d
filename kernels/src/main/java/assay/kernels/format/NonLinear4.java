package assay.kernels.format;

/** The 16 uneven levels of IQ4_NL and IQ4_XS (ggml, MIT, ggml-common.h at d99724f2). */
final class NonLinear4 {

  private static final byte[] LEVELS = {
    -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113
  };

  /** Trials on either side of the scale that maps the extreme to the lowest level. */
  private static final int STEPS = 7;

  private NonLinear4() {}

  static int level(int code) {
    return LEVELS[code];
  }

  /** The code whose level is nearest; the upper one in the middle. */
  static int nearest(float x) {
    if (x <= LEVELS[0]) {
      return 0;
    }
    if (x >= LEVELS[15]) {
      return 15;
    }
    int above = 1;
    while (above < 15 && !(x < LEVELS[above])) {
      above++;
    }
    return x - LEVELS[above - 1] < LEVELS[above] - x ? above - 1 : above;
  }

  /** The best of several scales for 32 elements, errors weighted by x squared; 0 for zeros. */
  static float scale(float[] x, int from) {
    float extreme = Bits.extreme(x, from, 32);
    if (Math.abs(extreme) < SymmetricSearch.NOTHING) {
      return 0;
    }
    Fit fit = new Fit();
    measure(fit, x, from, 1 / (-extreme / LEVELS[0]));
    float scale = fit.scale();
    float best = fit.energy();
    for (int step = -STEPS; step <= STEPS; step++) {
      measure(fit, x, from, (step + LEVELS[0]) / extreme);
      if (fit.beats(best)) {
        scale = fit.scale();
        best = fit.energy();
      }
    }
    return scale;
  }

  private static void measure(Fit fit, float[] x, int from, float inverse) {
    fit.clear();
    for (int i = from; i < from + 32; i++) {
      fit.addQuantFirst(x[i] * x[i], LEVELS[nearest(inverse * x[i])], x[i]);
    }
  }
}
