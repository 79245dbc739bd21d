package assay.datasets.model;

import assay.datasets.yaml.YamlMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the {@code ffn} block of a catalogue entry. */
final class FeedForwardReader {

  private final YamlMap yaml;
  private final boolean complete;
  private final int layers;
  private final int width;
  private final Optional<Attention.Mamba2> mamba2;

  FeedForwardReader(
      YamlMap yaml, boolean complete, int layers, int width, Optional<Attention.Mamba2> mamba2) {
    this.yaml = yaml;
    this.complete = complete;
    this.layers = layers;
    this.width = width;
    this.mamba2 = mamba2;
  }

  FeedForward read() {
    yaml.ignore("router", "first_dense", "interleave", "hash_routed_layers", "shared_experts");
    String kind = yaml.text("kind");
    boolean gated = !kind.contains("no gate") && !kind.contains("2 matrices");
    Optional<FeedForward.Experts> experts =
        yaml.has("experts") ? Optional.of(experts()) : Optional.empty();
    List<FeedForward.Dense> dense = experts.isPresent() ? beside(experts.get()) : dense();
    yaml.ignore("dense_intermediate_size", "parallel_dense_intermediate").rejectUnknown();
    return new FeedForward(kind, gated, dense, experts);
  }

  private FeedForward.Experts experts() {
    int count = yaml.count("experts");
    int perToken = yaml.count("experts_per_token");
    int moeLayers =
        complete ? yaml.count("moe_layers") : yaml.optionalCount("moe_layers").orElse(layers);
    if (perToken > count) {
      throw yaml.wrong(
          "experts_per_token", "is %d, but there are %d experts".formatted(perToken, count));
    }
    if (moeLayers > layers) {
      throw yaml.wrong(
          "moe_layers", "is %d, but the model has %d layers".formatted(moeLayers, layers));
    }
    return new FeedForward.Experts(
        moeLayers,
        count,
        perToken,
        yaml.count("moe_intermediate_size"),
        sharedWidth(),
        yaml.flag("shared_gate"),
        yaml.countOrZero("latent_size"),
        yaml.flag("router_bias"),
        yaml.countOrZero("expert_bias"));
  }

  private int sharedWidth() {
    int shared = yaml.countOrZero("shared_experts");
    int sharedWidth = yaml.countOrZero("shared_intermediate_size");
    if (complete && (shared > 0) != (sharedWidth > 0)) {
      throw yaml.wrong(
          "shared_experts",
          "is %d, but shared_intermediate_size is %d".formatted(shared, sharedWidth));
    }
    return sharedWidth;
  }

  /** Dense blocks of a model with experts: beside them in each layer, or in layers of their own. */
  private List<FeedForward.Dense> beside(FeedForward.Experts experts) {
    List<FeedForward.Dense> dense = new ArrayList<>();
    int parallel = yaml.countOrZero("parallel_dense_intermediate");
    if (parallel > 0) {
      dense.add(new FeedForward.Dense(experts.layers(), parallel));
    }
    int rest = mamba2.isPresent() ? 0 : layers - experts.layers();
    if (rest > 0) {
      dense.add(new FeedForward.Dense(rest, yaml.count("dense_intermediate_size")));
    }
    return dense;
  }

  private List<FeedForward.Dense> dense() {
    List<FeedForward.Dense> dense = new ArrayList<>();
    int sum = 0;
    for (YamlMap run : yaml.maps("per_layer")) {
      dense.add(new FeedForward.Dense(run.count("layers"), run.count("intermediate_size")));
      sum += dense.getLast().layers();
      run.ignore("which").rejectUnknown();
    }
    if (!dense.isEmpty()) {
      if (sum != layers) {
        throw yaml.wrong(
            "per_layer", "covers %d layers, but the model has %d".formatted(sum, layers));
      }
    } else if (width > 0) {
      dense.add(
          new FeedForward.Dense(mamba2.map(Attention.Mamba2::mlpLayers).orElse(layers), width));
    }
    return dense;
  }
}
