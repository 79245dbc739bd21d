package assay.kernels;

/**
 * The roundings a kernel makes on purpose; the error it may have follows from them.
 *
 * @param activations format that activations (for attention the query and the probabilities) are
 *     rounded to before they are multiplied; F32 for none
 * @param weights format that decoded weights (keys, values) are rounded to; F32 for none
 * @param accumulator format of the running sums: F32, F16 or F64
 */
public record Arithmetic(Format activations, Format weights, Format accumulator) {

  /** No rounding but that of float32 multiplies and adds, in any order. */
  public static final Arithmetic FLOAT32 = new Arithmetic(Format.F32, Format.F32, Format.F32);

  /** Activations rounded to {@code format} (Q8_0, Q8_1, Q8_K, F16, BF16), float32 sums. */
  public static Arithmetic roundingActivations(Format format) {
    return new Arithmetic(format, Format.F32, Format.F32);
  }
}
