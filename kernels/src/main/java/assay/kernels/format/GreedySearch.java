package assay.kernels.format;

import java.util.Arrays;

/**
 * Scale and signed quants for a group of Q3_K: changes one quant at a time as long as that leaves a
 * smaller error, weighted by x squared, at its own best scale.
 */
final class GreedySearch {

  private static final int LEVELS = 4;
  private static final int ROUNDS = 5;

  private final float[] x;
  private final int from;
  private final int[] quants;
  private final int to;
  private final int count;
  private float cross;
  private float squares;

  private GreedySearch(float[] x, int from, int count, int[] quants, int to) {
    this.x = x;
    this.from = from;
    this.count = count;
    this.quants = quants;
    this.to = to;
  }

  /** Quants from 0 to 7, standing for -4 to 3. */
  static float fit(float[] x, int from, int count, int[] quants, int to) {
    float extreme = Bits.extreme(x, from, count);
    if (Math.abs(extreme) < SymmetricSearch.NOTHING) {
      Arrays.fill(quants, to, to + count, 0);
      return 0;
    }
    GreedySearch search = new GreedySearch(x, from, count, quants, to);
    search.start(-LEVELS / extreme);
    for (int round = 0; round < ROUNDS && search.improve(); round++) {}
    for (int i = 0; i < count; i++) {
      quants[to + i] += LEVELS;
    }
    return search.squares > 0 ? search.cross / search.squares : 0;
  }

  private void start(float inverse) {
    for (int i = 0; i < count; i++) {
      float value = x[from + i];
      int quant = quant(inverse * value);
      quants[to + i] = quant;
      cross += value * value * value * quant;
      squares += value * value * quant * quant;
    }
  }

  private boolean improve() {
    boolean changed = false;
    for (int i = 0; i < count; i++) {
      changed |= improve(i);
    }
    return changed;
  }

  /** Takes element i out of the sums, gives it the quant that fits the others' scale, compares. */
  private boolean improve(int i) {
    float value = x[from + i];
    float weight = value * value;
    int old = quants[to + i];
    float otherCross = cross - weight * value * old;
    if (!(otherCross > 0)) {
      return false;
    }
    float otherSquares = squares - weight * old * old;
    int quant = quant(value * otherSquares / otherCross);
    if (quant == old) {
      return false;
    }
    otherCross += weight * value * quant;
    otherSquares += weight * quant * quant;
    if (otherSquares > 0 && otherCross * otherCross * squares > cross * cross * otherSquares) {
      quants[to + i] = quant;
      cross = otherCross;
      squares = otherSquares;
      return true;
    }
    return false;
  }

  private static int quant(float scaled) {
    return Bits.clamp(Bits.nearestEven(scaled), -LEVELS, LEVELS - 1);
  }
}
