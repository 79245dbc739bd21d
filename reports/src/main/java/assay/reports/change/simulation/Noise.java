package assay.reports.change.simulation;

import java.util.SplittableRandom;

/** What a series without a change looks like; all but SPIKES have a standard deviation near 1. */
enum Noise {
  GAUSS("iid Gaussian"),
  LOG_NORMAL("log-normal, sigma 0.6"),
  SPIKES("Gaussian, 3 % spikes of +6 sigma"),
  AR_3("AR(1), rho 0.3"),
  AR_5("AR(1), rho 0.5"),
  AR_7("AR(1), rho 0.7"),
  STUDENT("Student t, 3 degrees of freedom"),
  ROUNDED("Gaussian, rounded to whole sigmas");

  private static final double SPIKE_SHARE = 0.03;

  final String label;

  Noise(String label) {
    this.label = label;
  }

  double[] draw(int points, SplittableRandom random) {
    double[] values = new double[points];
    double state = random.nextGaussian();
    for (int i = 0; i < points; i++) {
      double normal = random.nextGaussian();
      values[i] =
          switch (this) {
            case GAUSS -> normal;
            case LOG_NORMAL -> Math.exp(0.6 * normal);
            case SPIKES -> random.nextDouble() < SPIKE_SHARE ? normal + 6 : normal;
            case AR_3 -> state = 0.3 * state + Math.sqrt(1 - 0.09) * normal;
            case AR_5 -> state = 0.5 * state + Math.sqrt(1 - 0.25) * normal;
            case AR_7 -> state = 0.7 * state + Math.sqrt(1 - 0.49) * normal;
            case STUDENT -> normal / Math.sqrt(chiSquare(random) / 3);
            case ROUNDED -> Math.rint(normal);
          };
    }
    return values;
  }

  private static double chiSquare(SplittableRandom random) {
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      double normal = random.nextGaussian();
      sum += normal * normal;
    }
    return sum;
  }
}
