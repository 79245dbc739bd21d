package assay.kernels.format;

/**
 * A scale under test: the best factor for given quants, and how much of the weighted energy it
 * keeps.
 */
final class Fit {

  private float cross;
  private float squares;

  void clear() {
    cross = 0;
    squares = 0;
  }

  /** Sums made elsewhere. */
  void set(float newCross, float newSquares) {
    cross = newCross;
    squares = newSquares;
  }

  /**
   * One element with its weight and its quant; float32 in this order, as the bytes depend on it.
   */
  void add(float weight, float x, float quant) {
    cross += weight * x * quant;
    squares += weight * quant * quant;
  }

  /** As {@link #add}, multiplied in the order that the IQ formats use. */
  void addQuantFirst(float weight, float quant, float x) {
    cross += weight * quant * x;
    squares += weight * quant * quant;
  }

  /** Whether these quants leave a smaller error than {@code best}, an earlier {@link #energy}. */
  boolean beats(float best) {
    return squares > 0 && cross * cross > best * squares;
  }

  boolean hasQuants() {
    return squares > 0;
  }

  float scale() {
    return squares > 0 ? cross / squares : 0;
  }

  /** Weighted energy that the best scale takes out of the error. */
  float energy() {
    return scale() * cross;
  }
}
