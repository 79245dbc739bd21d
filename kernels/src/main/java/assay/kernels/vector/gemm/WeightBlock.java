package assay.kernels.vector.gemm;

import static assay.kernels.vector.gemm.GemmBlocking.DEPTH;
import static assay.kernels.vector.gemm.GemmBlocking.ROW_STEP;
import static assay.kernels.vector.gemm.GemmBlocking.ROW_STRIDE;

import assay.kernels.Tensor;
import assay.kernels.vector.decode.RowDecoder;
import java.lang.foreign.ValueLayout;

/**
 * A few rows of W, {@link GemmBlocking#DEPTH} deep, decoded to float32 as they lie.
 *
 * <p>Rows past the last one of W keep what was there before: tiles read them, nobody stores what
 * comes of it.
 */
final class WeightBlock {

  private static final int LINE = 64;

  private final Tensor weights;
  private final RowDecoder decoder;
  private final float[] rows;

  /** Keeps {@link #fetch} from being optimised away. */
  private int fetched;

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
    fetch(offset, rowBytes, count, weights.format().bytesFor(depth));
    for (int row = 0; row < count; row++) {
      decoder.decode(weights.data(), offset, rows, row * ROW_STRIDE, depth);
      offset += rowBytes;
    }
  }

  /**
   * Reads a byte of every cache line that is about to be decoded.
   *
   * <p>The rows lie far apart and are short, so hardware prefetchers don't foresee them, and a
   * decoder would wait for memory once a row. These loads wait together, some twenty at a time.
   */
  private void fetch(long offset, long rowBytes, int count, long bytes) {
    int seen = 0;
    for (int row = 0; row < count; row++) {
      long start = offset + row * rowBytes;
      for (long at = start; at < start + bytes; at += LINE) {
        seen += weights.data().get(ValueLayout.JAVA_BYTE, at);
      }
      seen += weights.data().get(ValueLayout.JAVA_BYTE, start + bytes - 1);
    }
    fetched = seen;
  }
}
