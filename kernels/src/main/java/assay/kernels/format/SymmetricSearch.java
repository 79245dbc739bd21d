package assay.kernels.format;

/**
 * Scale and signed quants for a group: starts where the extreme maps to the lowest quant and tries
 * scales a little above and below, weighting errors by x squared.
 */
final class SymmetricSearch {

  /** Below this a group counts as zero. */
  static final float NOTHING = 1e-15f;

  private SymmetricSearch() {}

  /**
   * @param levels quants run from {@code -levels} to {@code levels - 1}
   * @param quants receives them from {@code to}, shifted up by {@code levels}
   * @return the scale, 0 for a group of zeros
   */
  static float fit(float[] x, int from, int count, int levels, int[] quants, int to) {
    float extreme = Bits.extreme(x, from, count);
    if (Math.abs(extreme) < NOTHING) {
      java.util.Arrays.fill(quants, to, to + count, 0);
      return 0;
    }
    Fit fit = new Fit();
    float inverse = -levels / extreme;
    quantize(x, from, count, levels, inverse, quants, to);
    measure(fit, x, from, count, levels, inverse);
    float scale = fit.scale();
    float best = fit.energy();
    for (int step = -9; step <= 9; step++) {
      inverse = -(levels + 0.1f * step) / extreme;
      measure(fit, x, from, count, levels, inverse);
      if (step != 0 && fit.beats(best)) {
        quantize(x, from, count, levels, inverse, quants, to);
        scale = fit.scale();
        best = fit.energy();
      }
    }
    return scale;
  }

  private static void quantize(
      float[] x, int from, int count, int levels, float inverse, int[] quants, int to) {
    for (int i = 0; i < count; i++) {
      quants[to + i] = levels + quant(inverse * x[from + i], levels);
    }
  }

  private static void measure(Fit fit, float[] x, int from, int count, int levels, float inverse) {
    fit.clear();
    for (int i = 0; i < count; i++) {
      float value = x[from + i];
      fit.add(value * value, value, quant(inverse * value, levels));
    }
  }

  private static int quant(float scaled, int levels) {
    return Bits.clamp(Bits.nearestEven(scaled), -levels, levels - 1);
  }
}
