package assay.kernels;

/**
 * The roundings a kernel makes on purpose; the error it may have follows from them.
 *
 * <p>A result is held against float64 arithmetic on values rounded in just this way, so an 8-bit
 * format means its usual quantizer: scale {@code max |x| / 127} of each block, codes to the
 * nearest.
 *
 * @param activations what activations (for attention the query, and with F16 and BF16 the
 *     probabilities) are rounded to before they are multiplied
 * @param weights what decoded weights (keys, values) are rounded to: a float format or fewer bits
 *     of significand
 * @param accumulator format of the running sums of products: F32, F16 or F64; probabilities are
 *     summed in F32 at least
 * @param codeOffset what the signed codes of Q4_0 or Q8_0 get added so that they are multiplied
 *     unsigned, and the result less again with the sum of the activations; 0 for nothing. Where the
 *     weights of a block are small beside its scale, these two are large and cancel
 * @param flushes whether numbers below the smallest normal float32 may be taken for 0
 */
public record Arithmetic(
    Rounding activations, Rounding weights, Format accumulator, int codeOffset, boolean flushes) {

  /** No rounding but that of float32 multiplies and adds, in any order. */
  public static final Arithmetic FLOAT32 = new Arithmetic(Format.F32, Format.F32, Format.F32);

  /** Factors of float32 in TF32, float32 sums. */
  public static final Arithmetic TF32 =
      new Arithmetic(Rounding.Significand.TF32, Rounding.Significand.TF32, Format.F32, 0);

  public Arithmetic(Rounding activations, Rounding weights, Format accumulator, int codeOffset) {
    this(activations, weights, accumulator, codeOffset, false);
  }

  public Arithmetic(Format activations, Format weights, Format accumulator) {
    this(new Rounding.Stored(activations), new Rounding.Stored(weights), accumulator, 0);
  }

  /** Activations rounded to {@code format} (Q8_0, Q8_1, Q8_K, F16, BF16), float32 sums. */
  public static Arithmetic roundingActivations(Format format) {
    return roundingActivations(new Rounding.Stored(format));
  }

  /** Activations rounded, float32 sums. */
  public static Arithmetic roundingActivations(Rounding rounding) {
    return new Arithmetic(rounding, Rounding.NONE, Format.F32, 0);
  }

  public Arithmetic withAccumulator(Format format) {
    return new Arithmetic(activations, weights, format, codeOffset, flushes);
  }

  public Arithmetic withCodeOffset(int offset) {
    return new Arithmetic(activations, weights, accumulator, offset, flushes);
  }

  /** On a device that does not keep subnormal numbers. */
  public Arithmetic flushing() {
    return new Arithmetic(activations, weights, accumulator, codeOffset, true);
  }
}
