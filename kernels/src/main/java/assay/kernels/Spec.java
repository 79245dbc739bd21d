package assay.kernels;

/**
 * One operation with formats and shape; parses from and prints as the same text.
 *
 * <p>Shapes follow ggml: weights W are m x k, activations X are n x k, the result is n x m; n = 1
 * is decode and n >= 2 is prefill.
 */
public sealed interface Spec permits MatmulSpec, AttentionSpec, DequantSpec {

  Operation operation();

  /** Format of what is stored: the weights, the key-value cache, the tensor to decode. */
  Format stored();

  /** Arithmetic operations of the task itself, a multiply-add counted as two. */
  long flops();

  /** Bytes that must move at least once: every input read once, every output written once. */
  long bytes();

  /** Number of output elements. */
  long outputs();

  /** The canonical text; {@link #parse} reads it back to an equal spec. */
  String text();

  /**
   * Reads a spec such as {@code matmul:q4_K*f32:m4096,n1,k14336}.
   *
   * @throws SpecParseException naming the part that is wrong
   */
  static Spec parse(String text) {
    return SpecParser.parse(text);
  }
}
