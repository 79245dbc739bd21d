package assay.kernels;

/**
 * The roundings a kernel makes on purpose; the error it may have follows from them.
 *
 * <p>A result is held against float64 arithmetic on values rounded in just this way, so an 8-bit
 * format means its usual quantizer: scale {@code max |x| / 127} of each block, codes to the
 * nearest.
 *
 * @param activations format that activations (for attention the query, and with F16 and BF16 the
 *     probabilities) are rounded to before they are multiplied; F32 for none
 * @param weights format that decoded weights (keys, values) are rounded to; F32 for none
 * @param accumulator format of the running sums of products: F32, F16 or F64; probabilities are
 *     summed in F32 at least
 */
public record Arithmetic(Format activations, Format weights, Format accumulator) {

  /** No rounding but that of float32 multiplies and adds, in any order. */
  public static final Arithmetic FLOAT32 = new Arithmetic(Format.F32, Format.F32, Format.F32);

  /** Activations rounded to {@code format} (Q8_0, Q8_1, Q8_K, F16, BF16), float32 sums. */
  public static Arithmetic roundingActivations(Format format) {
    return new Arithmetic(format, Format.F32, Format.F32);
  }
}
