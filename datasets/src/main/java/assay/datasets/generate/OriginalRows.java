package assay.datasets.generate;

import assay.kernels.Tensor;

/**
 * The float32 rows that a stored tensor was encoded from.
 *
 * <p>Their difference from the decoded rows is the error of the format itself, apart from the
 * kernel's.
 */
public final class OriginalRows {

  private final Tensor tensor;
  private final RowMixer mixer;
  private final float[][] pool;

  /** For codes drawn as exact numbers: what is stored is the original. */
  static OriginalRows asStored(Tensor tensor) {
    return new OriginalRows(tensor, null, null);
  }

  OriginalRows(Tensor tensor, RowMixer mixer, float[][] pool) {
    this.tensor = tensor;
    this.mixer = mixer;
    this.pool = pool;
  }

  /** The stored tensor that these rows became. */
  public Tensor tensor() {
    return tensor;
  }

  /**
   * The original of one row, freshly allocated.
   *
   * @throws IndexOutOfBoundsException when the tensor has no such row
   */
  public float[] row(long index) {
    if (index < 0 || index >= tensor.rows()) {
      throw new IndexOutOfBoundsException("no row %d among %d".formatted(index, tensor.rows()));
    }
    if (pool == null) {
      return Encoders.decode(tensor, index);
    }
    float[] row = new float[(int) tensor.columns()];
    for (int start = 0, chunk = 0; start < row.length; start += RowMixer.CHUNK, chunk++) {
      float[] from = pool[mixer.source(index, chunk)];
      System.arraycopy(from, start, row, start, Math.min(RowMixer.CHUNK, row.length - start));
    }
    return row;
  }
}
