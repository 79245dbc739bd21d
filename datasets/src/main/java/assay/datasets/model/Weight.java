package assay.datasets.model;

/**
 * A matrix that occurs in several layers with the same shape.
 *
 * @param role ggml's tensor name without layer and suffix: {@code attn_q}, {@code ffn_down_exps}
 * @param rows output features
 * @param columns input features, the axis along which blocks lie
 * @param layers in how many layers
 * @param copies matrices per layer: experts or heads, else 1
 * @param active copies that one token touches
 * @param use what the matrix does
 */
public record Weight(
    String role, long rows, long columns, int layers, int copies, int active, Use use) {

  /** What a matrix does in a pass over the model. */
  public enum Use {
    /** Multiplied with every token. */
    PRODUCT,
    /** Multiplied with the last token of a prompt only. */
    HEAD,
    /** One row looked up per token. */
    LOOKUP,
    /** Looked up, and multiplied as the output head. */
    TIED_HEAD,
    /** Multiplied in prefill, replaced by its factors in decode (MLA). */
    FACTORED,
    /** Routes tokens to experts; never quantized. */
    ROUTER
  }

  /** Elements over all layers and copies. */
  public long elements() {
    return rows * columns * layers * copies;
  }

  /** Elements that one decoded token touches. */
  public long elementsPerToken() {
    return use == Use.LOOKUP ? 0 : rows * columns * layers * active;
  }
}
