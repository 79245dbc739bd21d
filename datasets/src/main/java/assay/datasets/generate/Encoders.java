package assay.datasets.generate;

import assay.kernels.Format;
import assay.kernels.Tensor;
import assay.kernels.format.Codec;
import assay.kernels.format.Codecs;

/** Float rows to stored rows and back. */
final class Encoders {

  private Encoders() {}

  static boolean canEncode(Format format) {
    return Codecs.of(format).canEncode();
  }

  /** Elements that one core encodes in less than a second: the size of a pool. */
  static long poolElements(Format format) {
    return switch (format) {
      // Encoders that search a table of hundreds of points for every four or eight values.
      case IQ1_M, IQ2_S, IQ3_XXS, IQ3_S -> 1 << 16;
      // Encoders that try many scales per block.
      case Q2_K, Q3_K, Q4_K, Q5_K, Q6_K, IQ4_NL, IQ4_XS -> 1 << 18;
      default -> 1 << 20;
    };
  }

  static void encode(float[] row, Tensor tensor, long index) {
    Codecs.of(tensor.format()).encode(row, 0, row.length, tensor.data(), index * tensor.rowBytes());
  }

  static float[] decode(Tensor tensor, long index) {
    float[] row = new float[(int) tensor.columns()];
    Codec codec = Codecs.of(tensor.format());
    codec.decode(tensor.data(), index * tensor.rowBytes(), row, 0, row.length);
    return row;
  }
}
