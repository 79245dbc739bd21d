package assay.kernels;

/** The kernels that decide local inference. */
public enum Operation {
  /** {@code Y = X.W^T}; W is m x k in any stored format, X is n x k float32, Y is n x m float32. */
  MATMUL,
  /** Scaled dot-product attention of n queries over a key-value cache. */
  ATTENTION,
  /** Decoding a stored tensor to float32, F16 or BF16. */
  DEQUANT;

  /** The word used in specs: {@code matmul}, {@code attention}, {@code dequant}. */
  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
