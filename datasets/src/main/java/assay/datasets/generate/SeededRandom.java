package assay.datasets.generate;

/**
 * A small generator whose stream is fixed for good: SplitMix64 (Steele, Lea, Flood 2014).
 *
 * <p>The JDK's generators may change between releases, and {@link Math#log} may differ between
 * machines; a seed in a run record has to mean the same bytes years later, hence this class and
 * {@link StrictMath}.
 */
final class SeededRandom {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;
  private double spare = Double.NaN;

  SeededRandom(long seed) {
    this.state = seed;
  }

  /** Scatters the bits of a counter or seed. */
  static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  long nextLong() {
    state += GOLDEN;
    return mix(state);
  }

  /** Uniform in [0, bound). */
  int nextInt(int bound) {
    return (int) Math.multiplyHigh(nextLong() >>> 1, (long) bound << 1);
  }

  /** Uniform in [0, 1). */
  double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** Uniform in [-1, 1). */
  float nextSigned() {
    return (nextLong() >> 40) * 0x1.0p-23f;
  }

  /** Standard normal, by Marsaglia's polar method. */
  double nextGaussian() {
    if (spare == spare) {
      double kept = spare;
      spare = Double.NaN;
      return kept;
    }
    double u;
    double v;
    double s;
    do {
      u = 2 * nextDouble() - 1;
      v = 2 * nextDouble() - 1;
      s = u * u + v * v;
    } while (s >= 1 || s == 0);
    double factor = StrictMath.sqrt(-2 * StrictMath.log(s) / s);
    spare = v * factor;
    return u * factor;
  }

  /** Student's t with 4 degrees of freedom: variance 2, no fourth moment. */
  double nextStudentT4() {
    double product = (1 - nextDouble()) * (1 - nextDouble());
    return nextGaussian() / StrictMath.sqrt(Math.max(-0.5 * StrictMath.log(product), 1e-12));
  }
}
