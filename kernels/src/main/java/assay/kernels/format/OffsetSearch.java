package assay.kernels.format;

import java.util.Arrays;

/**
 * Scale, minimum and unsigned quants for a group: tries several scales, solves for the best scale
 * and minimum of the quants each gives, and keeps the smallest weighted error.
 */
final class OffsetSearch {

  private final int levels;
  private final float firstStep;
  private final int steps;
  private final boolean absolute;
  private final float[] weights;
  private final int[] trial;
  private float scale;
  private float min;
  private float bestError;
  private float sumWeights;
  private float sumX;

  /**
   * @param levels largest quant
   * @param firstStep added to levels in the first trial; each further one adds a tenth
   * @param steps trials after the first
   * @param absolute whether errors count by magnitude instead of by square
   */
  OffsetSearch(int count, int levels, float firstStep, int steps, boolean absolute) {
    this.levels = levels;
    this.firstStep = firstStep;
    this.steps = steps;
    this.absolute = absolute;
    this.weights = new float[count];
    this.trial = new int[count];
  }

  /** Weight of each element of the next group; the caller fills it. */
  float[] weights() {
    return weights;
  }

  float scale() {
    return scale;
  }

  /** The minimum with its sign turned: never negative. */
  float min() {
    return -min;
  }

  void fit(float[] x, int from, int[] quants, int to) {
    float max = sums(x, from);
    if (max == min) {
      Arrays.fill(quants, to, to + weights.length, 0);
      scale = 0;
      return;
    }
    float inverse = levels / (max - min);
    scale = 1 / inverse;
    for (int i = 0; i < weights.length; i++) {
      quants[to + i] = quant(inverse * (x[from + i] - min));
    }
    bestError = error(x, from, quants, to, scale, min);
    // An accepted trial moves the minimum, and later trials start from there.
    for (int step = 0; step <= steps; step++) {
      inverse = (firstStep + 0.1f * step + levels) / (max - min);
      for (int i = 0; i < weights.length; i++) {
        trial[i] = quant(inverse * (x[from + i] - min));
      }
      solve(x, from, quants, to);
    }
  }

  /** Sets minimum (at most 0) and weighted sums; returns the maximum. */
  private float sums(float[] x, int from) {
    min = x[from];
    float max = x[from];
    sumWeights = weights[0];
    sumX = weights[0] * x[from];
    for (int i = 1; i < weights.length; i++) {
      float value = x[from + i];
      min = value < min ? value : min;
      max = value > max ? value : max;
      sumWeights += weights[i];
      sumX += weights[i] * value;
    }
    min = min > 0 ? 0 : min;
    return max;
  }

  private int quant(float scaled) {
    return Bits.clamp(Bits.nearestEven(scaled), 0, levels);
  }

  /** Normal equations for scale and minimum of the trial's quants. */
  private void solve(float[] x, int from, int[] quants, int to) {
    float sumQ = 0;
    float sumQ2 = 0;
    float sumXq = 0;
    for (int i = 0; i < weights.length; i++) {
      float weight = weights[i];
      sumQ += weight * trial[i];
      sumQ2 += weight * trial[i] * trial[i];
      sumXq += weight * trial[i] * x[from + i];
    }
    float determinant = sumWeights * sumQ2 - sumQ * sumQ;
    if (!(determinant > 0)) {
      return;
    }
    float trialScale = (sumWeights * sumXq - sumX * sumQ) / determinant;
    float trialMin = (sumQ2 * sumX - sumQ * sumXq) / determinant;
    if (trialMin > 0) {
      trialMin = 0;
      trialScale = sumXq / sumQ2;
    }
    float error = error(x, from, trial, 0, trialScale, trialMin);
    if (error < bestError) {
      System.arraycopy(trial, 0, quants, to, trial.length);
      bestError = error;
      scale = trialScale;
      min = trialMin;
    }
  }

  private float error(float[] x, int from, int[] quants, int to, float trialScale, float trialMin) {
    float sum = 0;
    for (int i = 0; i < weights.length; i++) {
      float difference = trialScale * quants[to + i] + trialMin - x[from + i];
      sum += weights[i] * (absolute ? Math.abs(difference) : difference * difference);
    }
    return sum;
  }
}
