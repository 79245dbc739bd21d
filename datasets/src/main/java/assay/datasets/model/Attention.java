package assay.datasets.model;

import java.util.Optional;

/**
 * How a model attends, and with how many layers of each kind.
 *
 * @param fullLayers layers that see the whole context
 * @param slidingLayers layers that see {@code window} positions
 * @param window 0 when no layer slides
 * @param slidingKvHeads key-value heads of the sliding layers
 * @param slidingSinks sinks in the sliding layers
 * @param fullSinks sinks in the full layers
 * @param softCap 0 for none
 * @param outputGate the query projection is twice as wide and gates the output
 * @param bias biases on q, k and v
 * @param global shapes of the full layers where they differ from the sliding ones
 * @param crossTokens context positions of cross-attention, 0 for none
 * @param crossWidth width of what is attended to across
 */
public record Attention(
    String kind,
    int fullLayers,
    int slidingLayers,
    int window,
    int slidingKvHeads,
    boolean slidingSinks,
    boolean fullSinks,
    double softCap,
    boolean queryKeyNorm,
    boolean outputGate,
    boolean bias,
    Optional<Global> global,
    Optional<Latent> latent,
    Optional<Linear> linear,
    Optional<Mamba2> mamba2,
    Optional<SharedKv> sharedKv,
    int crossTokens,
    int crossWidth) {

  /**
   * Full layers with heads of their own (Gemma 4).
   *
   * @param keysAreValues there is no value projection
   */
  public record Global(int kvHeads, int headDim, boolean keysAreValues) {}

  /**
   * Multi-head latent attention (DeepSeek).
   *
   * @param queryRank rank of the query projection, 0 when it is not factored
   * @param kvRank elements cached per token besides the rotary ones
   * @param plain key width without position
   * @param rotary key width with position, shared by all heads
   * @param value value width
   */
  public record Latent(int queryRank, int kvRank, int plain, int rotary, int value) {}

  /** Gated delta-rule layers (Qwen3-Next, Qwen3.5). */
  public record Linear(
      int layers, int keyHeads, int valueHeads, int keyDim, int valueDim, int convolution) {

    /** Rows of the fused q, k, v projection. */
    public long fusedRows() {
      return 2L * keyHeads * keyDim + valueRows();
    }

    public long valueRows() {
      return (long) valueHeads * valueDim;
    }
  }

  /**
   * Mamba-2 layers (Nemotron).
   *
   * @param mlpLayers layers that are a feed-forward block and nothing else
   */
  public record Mamba2(
      int layers,
      int attentionLayers,
      int mlpLayers,
      int heads,
      int headDim,
      int state,
      int groups,
      int convolution) {

    public long inner() {
      return (long) heads * headDim;
    }

    /** Rows of the B and C projections. */
    public long stateRows() {
      return 2L * groups * state;
    }
  }

  /** Layers that reuse the keys and values of an earlier layer (Gemma 3n, 4). */
  public record SharedKv(int full, int sliding) {}
}
