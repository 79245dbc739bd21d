package assay.kernels.format;

import java.util.Arrays;

/**
 * Scale and grid points for a group of magnitudes: tries scales around the one that maps the
 * largest to the top level, snaps each trial to the grid, keeps the smallest weighted error, then
 * snaps once more at the best scale.
 */
final class PointSearch {

  /**
   * How an IQ format searches.
   *
   * @param count elements in a group
   * @param levels levels of a coordinate; they count as 1, 3, 5, ...
   * @param trials scales tried on either side
   * @param step distance of trials, in level numbers at the top
   * @param again whether points that were on the grid are chosen again at the best scale
   */
  record Recipe(int count, int levels, int trials, float step, boolean again) {}

  private static final float[] ODD = {1, 3, 5, 7, 9, 11, 13, 15};

  private final GridSearch grid;
  private final Recipe recipe;
  private final float[] x;
  private final float[] weights;
  private final float[] roots;
  private final int[] levels;
  private final int[] trial;
  private final boolean[] snapped;
  private final boolean[] trialSnapped;
  private float scale;

  PointSearch(GridSearch grid, Recipe recipe) {
    this.grid = grid;
    this.recipe = recipe;
    this.x = new float[recipe.count];
    this.weights = new float[recipe.count];
    this.roots = new float[recipe.count];
    this.levels = new int[recipe.count];
    this.trial = new int[recipe.count];
    this.snapped = new boolean[recipe.count / grid.dimensions()];
    this.trialSnapped = new boolean[snapped.length];
  }

  /** Magnitudes of the next group; the caller fills it. */
  float[] x() {
    return x;
  }

  /** Weights of the next group; the caller fills it. */
  float[] weights() {
    return weights;
  }

  float largest() {
    float largest = x[0];
    for (float value : x) {
      largest = Math.max(largest, value);
    }
    return largest;
  }

  /** The grid point of each stretch of coordinates. */
  int point(int part) {
    return grid.exact(grid.code(levels, part * grid.dimensions()));
  }

  /** Finds the points; returns the scale, which is not negative unless magnitudes were. */
  float fit() {
    float largest = largest();
    int top = 2 * recipe.levels - 1;
    for (int i = 0; i < x.length; i++) {
      roots[i] = (float) Math.sqrt(weights[i]);
    }
    Arrays.fill(levels, 0);
    Arrays.fill(snapped, recipe.again);
    scale = largest / top;
    float best = 0;
    Fit fit = new Fit();
    for (int i = -recipe.trials; i <= recipe.trials; i++) {
      float inverse = (top + i * recipe.step) / largest;
      for (int part = 0; part < snapped.length; part++) {
        trialSnapped[part] = snap(part, inverse, 1 / inverse, trial);
      }
      measure(fit, trial);
      if (fit.beats(best)) {
        scale = fit.scale();
        best = fit.energy();
        System.arraycopy(trial, 0, levels, 0, trial.length);
        System.arraycopy(trialSnapped, 0, snapped, 0, snapped.length);
      }
    }
    refine(fit);
    return scale;
  }

  private void refine(Fit fit) {
    boolean any = false;
    for (boolean part : snapped) {
      any |= part;
    }
    if (!any || !(scale > 0)) {
      return;
    }
    for (int part = 0; part < snapped.length; part++) {
      if (snapped[part] || recipe.again) {
        snap(part, 1 / scale, scale, levels);
      }
    }
    measure(fit, levels);
    if (fit.hasQuants()) {
      scale = fit.scale();
    }
  }

  /** Nearest levels, moved to the grid if need be; whether they had to be moved. */
  private boolean snap(int part, float inverse, float at, int[] into) {
    int from = part * grid.dimensions();
    for (int i = from; i < from + grid.dimensions(); i++) {
      int level = Bits.nearestEven(0.5f * (inverse * x[i] - 1));
      into[i] = Bits.clamp(level, 0, recipe.levels - 1);
    }
    int code = grid.code(into, from);
    if (grid.exact(code) >= 0) {
      return false;
    }
    int point = grid.nearest(code, at, ODD, x, roots, from);
    for (int i = 0; i < grid.dimensions(); i++) {
      into[from + i] = grid.level(point, i);
    }
    return true;
  }

  private void measure(Fit fit, int[] chosen) {
    fit.clear();
    for (int i = 0; i < x.length; i++) {
      fit.add(weights[i], x[i], ODD[chosen[i]]);
    }
  }
}
