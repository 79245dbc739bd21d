package assay.kernels.reference;

import assay.kernels.Rounding;
import assay.kernels.Tensor;
import assay.kernels.format.Codec;
import assay.kernels.format.Codecs;

/** What a vector of signs makes of the rows of W: their signed sum, and how large its terms are. */
final class Projection {

  private final int group;
  private final double[] sums;
  private final double[] squares;
  private final double[] ties;
  private final double[] offsetSquares;

  private Projection(int columns, int group) {
    this.group = group;
    sums = new double[columns];
    squares = new double[columns];
    ties = new double[columns];
    offsetSquares = new double[Math.ceilDiv(columns, group)];
  }

  /**
   * @param bound whose group is the columns that share a scale of the activations
   * @param rounding format that the weights are rounded to, F32 for none
   */
  static Projection of(Tensor weights, byte[] signs, ErrorBound bound, Rounding rounding) {
    int columns = Math.toIntExact(weights.columns());
    Projection projection = new Projection(columns, bound.group());
    CodeOffsets codeOffsets = new CodeOffsets(weights, bound);
    Codec codec = Codecs.of(weights.format());
    float[] row = new float[columns];
    float[] magnitudes = new float[columns];
    for (int i = 0; i < signs.length; i++) {
      codec.decode(weights.data(), i * weights.rowBytes(), row, 0, columns);
      codec.decodeMagnitude(weights.data(), i * weights.rowBytes(), magnitudes, 0, columns);
      codeOffsets.load(i);
      codeOffsets.addTo(magnitudes);
      projection.add(signs[i], row, magnitudes, rounding);
    }
    return projection;
  }

  private void add(int sign, float[] row, float[] magnitudes, Rounding rounding) {
    float smallest = Float.POSITIVE_INFINITY;
    for (int j = 0; j < row.length; j++) {
      sums[j] += sign * (double) RoundedRow.rounded(rounding, row[j]);
      squares[j] += (double) magnitudes[j] * magnitudes[j];
      ties[j] += RoundedRow.width(rounding, row[j]);
      smallest = Math.min(smallest, magnitudes[j]);
      if ((j + 1) % group == 0 || j + 1 == row.length) {
        offsetSquares[j / group] += (double) smallest * smallest;
        smallest = Float.POSITIVE_INFINITY;
      }
    }
  }

  double sum(int j) {
    return sums[j];
  }

  double squares(int j) {
    return squares[j];
  }

  /** Sum of the distances between numbers that weights next to a tie may be rounded to. */
  double ties(int j) {
    return ties[j];
  }

  /** Sum of squares of what bounds the offset that a group of each row shares. */
  double offsetSquares(int group) {
    return offsetSquares[group];
  }

  int groups() {
    return offsetSquares.length;
  }
}
