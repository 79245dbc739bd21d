package assay.kernels;

import java.util.Optional;

/** What a kernel reads; the shapes are those of the spec it is prepared with. */
public sealed interface Inputs {

  /** Weights m x k in the stored format, activations n x k in F32. */
  record Matmul(Tensor weights, Tensor activations) implements Inputs {}

  /**
   * One layer's attention; ggml's layout, head after head.
   *
   * @param query (heads * n) x keyDim F32; row {@code head * n + i}
   * @param keys (kvHeads * context) x keyDim stored; row {@code kvHead * context + position}
   * @param values (kvHeads * context) x valueDim stored
   * @param sinks 1 x heads F32, present when the spec says so
   */
  record Attention(Tensor query, Tensor keys, Tensor values, Optional<Tensor> sinks)
      implements Inputs {}

  /** The tensor to decode, m x k. */
  record Dequant(Tensor source) implements Inputs {}
}
