package assay.datasets.model;

import assay.datasets.yaml.YamlMap;
import java.util.Optional;

/** Holds a model's stated parameter counts against its own shapes. */
final class Recount {

  /** Decoders are counted to the last vector; the slack is for norms of unusual blocks. */
  private static final double DECODER_SLACK = 3e-5;

  /** Encoders have stems (convolutions, patch and position tables) that are not listed. */
  private static final double ENCODER_SLACK = 0.005;

  /** Diffusion models have time and action embedders besides. */
  private static final double DIFFUSION_SLACK = 0.08;

  private final Model model;
  private final YamlMap yaml;
  private final ModelWeights weights;

  Recount(Model model, YamlMap yaml) {
    this.model = model;
    this.yaml = yaml;
    this.weights = ModelWeights.of(model);
  }

  void check() {
    double slack =
        switch (model.kind()) {
          case DECODER -> DECODER_SLACK;
          case VIDEO_DIFFUSION -> DIFFUSION_SLACK;
          default -> ENCODER_SLACK;
        };
    require("derived: params_total", model.derived().total(), weights.total(), slack);
    if (model.kind() == ModelKind.DECODER) {
      Model.Derived derived = model.derived();
      require("derived: decode_weight_params", derived.perToken(), weights.perToken(), slack);
      require("derived: kv_elems_per_token_full", derived.keyValueFull(), weights.cachedFull(), 0);
      require(
          "derived: kv_elems_per_token_sliding",
          derived.keyValueSliding(),
          weights.cachedSliding(),
          0);
    }
    published();
  }

  private void require(String field, Optional<Long> stated, long counted, double slack) {
    if (stated.isPresent() && Math.abs(counted - stated.get()) > slack * stated.get()) {
      throw yaml.wrong(
          field,
          "is %,d, but the shapes of this entry add up to %,d".formatted(stated.get(), counted));
    }
  }

  private void published() {
    Optional<Double> stated = model.derived().publishedPercent();
    Optional<Double> published = model.published().totalBillions();
    Optional<Long> total = model.derived().total();
    if (stated.isEmpty() || published.isEmpty() || total.isEmpty()) {
      return;
    }
    double percent = 100 * (total.get() / (published.get() * 1e9) - 1);
    if (Math.abs(percent - stated.get()) > 0.011) {
      throw yaml.wrong(
          "derived: vs_published_pct",
          "is %.2f, but computed over published is %.2f".formatted(stated.get(), percent));
    }
  }
}
