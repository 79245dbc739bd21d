package assay.datasets.model;

import java.util.List;
import java.util.Optional;

/**
 * The feed-forward blocks.
 *
 * @param gated whether there is a gate matrix beside up and down
 * @param dense runs of layers with one dense block each
 */
public record FeedForward(
    String kind, boolean gated, List<Dense> dense, Optional<Experts> experts) {

  public FeedForward {
    dense = List.copyOf(dense);
  }

  /** {@code layers} layers with a block of this width. */
  public record Dense(int layers, int width) {}

  /**
   * Mixture of experts.
   *
   * @param sharedWidth width of the shared expert, 0 for none
   * @param sharedGate the shared expert has a gate of one row
   * @param latentWidth width that experts work in when it isn't the model's, else 0
   * @param biasPerExpert bias elements of each expert
   */
  public record Experts(
      int layers,
      int count,
      int perToken,
      int width,
      int sharedWidth,
      boolean sharedGate,
      int latentWidth,
      boolean routerBias,
      int biasPerExpert) {}
}
