package assay.bench.subject;

import assay.datasets.generate.Generated;
import assay.datasets.generate.OriginalRows;
import assay.kernels.Tensor;
import assay.kernels.format.Codec;
import assay.kernels.format.Codecs;

/** Error of the format itself: decoded stored rows against the float32 rows they came from. */
final class WeightError {

  private WeightError() {}

  /**
   * {@code sum (decoded - original)^2 / sum original^2} over rows spread evenly through the first
   * stored tensor that has originals.
   *
   * @return null when no original is known
   */
  static Double nmse(Generated generated, int rows) {
    return generated.originals().stream()
        .filter(original -> original.tensor().format().isBlocked())
        .findFirst()
        .map(original -> nmse(original, rows))
        .orElse(null);
  }

  private static Double nmse(OriginalRows originals, int wanted) {
    Tensor stored = originals.tensor();
    if (stored.elements() == 0) {
      return null;
    }
    Codec codec = Codecs.of(stored.format());
    float[] decoded = new float[Math.toIntExact(stored.columns())];
    long count = Math.min(Math.max(wanted, 1), stored.rows());
    double error = 0;
    double square = 0;
    for (long i = 0; i < count; i++) {
      long row = i * stored.rows() / count;
      float[] original = originals.row(row);
      codec.decode(stored.data(), row * stored.rowBytes(), decoded, 0, decoded.length);
      for (int j = 0; j < decoded.length; j++) {
        double difference = (double) decoded[j] - original[j];
        error += difference * difference;
        square += (double) original[j] * original[j];
      }
    }
    return square > 0 ? error / square : null;
  }
}
