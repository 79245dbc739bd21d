package assay.datasets.model;

import java.util.List;
import java.util.Optional;

/**
 * One architecture with its shapes.
 *
 * @param complete whether every kernel shape is known
 * @param layers decoder layers; encoder layers where there is an encoder
 * @param decoderLayers layers of the decoder of an encoder-decoder, else 0
 * @param width hidden size
 * @param feedForwardWidth 0 when unknown
 * @param vocabulary 0 when it has none
 * @param tied whether the output head is the token embedding
 * @param norms elements of all normalisation weights, in multiples of width per layer
 * @param maxContext tokens, 0 when it has no such limit
 * @param inputTokens tokens of one image, sound or clip, 0 when unknown
 * @param patchSize edge of an image patch in pixels, 0 when it has none
 * @param perLayerEmbedding width of the embedding that every layer gets (Gemma), else 0
 */
public record Model(
    String id,
    String family,
    String name,
    ModelKind kind,
    boolean complete,
    int layers,
    int decoderLayers,
    int width,
    int feedForwardWidth,
    int heads,
    int kvHeads,
    int headDim,
    int valueDim,
    int vocabulary,
    boolean tied,
    int norms,
    int maxContext,
    int inputTokens,
    int patchSize,
    int perLayerEmbedding,
    Attention attention,
    FeedForward feedForward,
    String nativeFormat,
    Optional<Licence> licence,
    Published published,
    Derived derived,
    List<String> sources) {

  public Model {
    sources = List.copyOf(sources);
  }

  /** Query heads per key-value head. */
  public int groupSize() {
    return heads / kvHeads;
  }

  /**
   * @param verified whether the licence was read at its source
   */
  public record Licence(String name, boolean verified) {}

  /** What a card or the model's name says, in units of 10^9 parameters; often rounded. */
  public record Published(Optional<Double> totalBillions, Optional<Double> activeBillions) {}

  /**
   * What the catalogue says its shapes add up to; checked on reading.
   *
   * @param total all parameters
   * @param perToken weights touched per decoded token: no input embedding, active experts only
   * @param keyValueFull cached elements per token over all full layers
   * @param keyValueSliding cached elements per token over all sliding layers
   */
  public record Derived(
      Optional<Long> total,
      Optional<Long> perToken,
      Optional<Long> keyValueFull,
      Optional<Long> keyValueSliding,
      Optional<Double> publishedPercent) {}
}
