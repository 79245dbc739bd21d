package assay.kernels.vector.gemm;

import static assay.kernels.vector.gemm.GemmBlocking.DEPTH;
import static assay.kernels.vector.gemm.GemmBlocking.ROW_STEP;
import static assay.kernels.vector.gemm.GemmBlocking.ROW_STRIDE;

import assay.kernels.Tensor;
import assay.kernels.vector.decode.RowDecoder;

/**
 * A few rows of W, {@link GemmBlocking#DEPTH} deep, decoded to float32 as they lie.
 *
 * <p>Rows past the last one of W keep what was there before: tiles read them, nobody stores what
 * comes of it.
 */
final class WeightBlock {

  private final Tensor weights;
  private final RowDecoder decoder;
  private final float[] rows;

  /**
   * @param capacity rows decoded at a time
   */
  WeightBlock(Tensor weights, RowDecoder decoder, int capacity) {
    this.weights = weights;
    this.decoder = decoder;
    this.rows = new float[Math.ceilDiv(capacity, ROW_STEP) * ROW_STEP * ROW_STRIDE];
  }

  float[] floats() {
    return rows;
  }

  void decode(long firstRow, int count, int k, int depth) {
    assert depth <= DEPTH;
    long rowBytes = weights.rowBytes();
    long offset = firstRow * rowBytes + weights.format().bytesFor(k);
    for (int row = 0; row < count; row++) {
      decoder.decode(weights.data(), offset, rows, row * ROW_STRIDE, depth);
      offset += rowBytes;
    }
  }
}
