package assay.datasets.suite;

import assay.datasets.model.Model;
import assay.datasets.model.ModelKind;
import assay.datasets.model.ModelWeights;
import assay.datasets.model.Weight;
import assay.kernels.DequantSpec;
import assay.kernels.Format;
import assay.kernels.MatmulSpec;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns a model into the specs of one pass over it.
 *
 * <p>Every matrix in its recipe's format, as decode (one token) and as prefill; attention of every
 * layer kind at several depths; decoding of each format that the recipe uses. Experts are one
 * product per expert: in prefill each gets its even share of the prompt.
 */
final class ModelSpecs {

  /** A quarter of a gigabyte of float32 output is enough to see the decoding speed of a format. */
  private static final long DEQUANT_ELEMENTS = 1 << 26;

  private final Model model;
  private final Recipe recipe;
  private final Set<Phase> phases;
  private final int prompt;
  private final List<Integer> contexts;

  /**
   * @param prompt tokens of a prefill
   * @param contexts depths of decode attention; those beyond the model's limit are left out
   */
  ModelSpecs(Model model, Recipe recipe, Set<Phase> phases, int prompt, List<Integer> contexts) {
    this.model = model;
    this.recipe = recipe;
    this.phases = phases.isEmpty() ? EnumSet.noneOf(Phase.class) : EnumSet.copyOf(phases);
    this.prompt = prompt;
    this.contexts = List.copyOf(contexts);
  }

  void addTo(SuiteBuilder suite) {
    List<Weight> weights = ModelWeights.of(model).weights();
    for (Weight weight : weights) {
      formats(weight).forEach((format, layers) -> products(suite, weight, format, layers));
    }
    new AttentionSpecs(model, phases, prompt, contexts).addTo(suite);
    if (phases.contains(Phase.LOAD)) {
      dequants(suite, weights);
    }
  }

  /** How many layers of this matrix are in which format. */
  private Map<Format, Integer> formats(Weight weight) {
    Map<Format, Integer> formats = new EnumMap<>(Format.class);
    for (int layer = 0; layer < weight.layers(); layer++) {
      formats.merge(recipe.format(model, weight, layer), 1, Integer::sum);
    }
    return formats;
  }

  private void products(SuiteBuilder suite, Weight weight, Format format, int layers) {
    if (phases.contains(Phase.DECODE) && decodes(weight)) {
      Origin origin = new Origin(model.id(), weight.role(), Phase.DECODE, layers * weight.active());
      suite.add(new MatmulSpec(format, weight.rows(), 1, weight.columns()), origin);
    }
    if (phases.contains(Phase.DECODE) && weight.use() == Weight.Use.FACTORED) {
      factors(suite, weight, format, layers);
    }
    if (phases.contains(Phase.PREFILL) && prefills(weight)) {
      long share = (long) tokens() * weight.active() / weight.copies();
      Origin origin =
          new Origin(model.id(), weight.role(), Phase.PREFILL, layers * weight.copies());
      suite.add(
          new MatmulSpec(format, weight.rows(), Math.max(1, share), weight.columns()), origin);
    }
  }

  private boolean decodes(Weight weight) {
    if (model.kind() == ModelKind.SPEECH) {
      // Cross-attention's keys and values are made once per clip.
      String role = weight.role();
      return role.endsWith("_dec")
          || weight.use() == Weight.Use.TIED_HEAD
          || role.equals("cross_q")
          || role.equals("cross_output");
    }
    return model.kind() == ModelKind.DECODER
        && weight.use() != Weight.Use.LOOKUP
        && weight.use() != Weight.Use.FACTORED;
  }

  private static boolean prefills(Weight weight) {
    return weight.use() == Weight.Use.PRODUCT
        || weight.use() == Weight.Use.ROUTER
        || weight.use() == Weight.Use.FACTORED;
  }

  /** Tokens of a prompt, or of one image, sound or clip. */
  private int tokens() {
    if (model.kind() == ModelKind.DECODER || model.inputTokens() == 0) {
      return model.maxContext() == 0 ? prompt : Math.min(prompt, model.maxContext());
    }
    return model.inputTokens();
  }

  /**
   * The key half of an MLA expansion is applied to the query and the value half to the result, head
   * by head, so that the cache stays compressed.
   */
  private void factors(SuiteBuilder suite, Weight weight, Format format, int layers) {
    var latent = model.attention().latent().orElseThrow();
    int perStep = layers * model.heads();
    Format keys = Recipe.fallback(format, latent.plain());
    suite.add(
        new MatmulSpec(keys, latent.kvRank(), 1, latent.plain()),
        new Origin(model.id(), "attn_k_b", Phase.DECODE, perStep));
    suite.add(
        new MatmulSpec(format, latent.value(), 1, weight.columns()),
        new Origin(model.id(), "attn_v_b", Phase.DECODE, perStep));
  }

  /** The largest matrix of each format, cut to {@link #DEQUANT_ELEMENTS}. */
  private void dequants(SuiteBuilder suite, List<Weight> weights) {
    Map<Format, Weight> largest = new HashMap<>();
    for (Weight weight : weights) {
      if (weight.use() != Weight.Use.LOOKUP) {
        for (Format format : formats(weight).keySet()) {
          largest.merge(
              format, weight, (a, b) -> a.rows() * a.columns() >= b.rows() * b.columns() ? a : b);
        }
      }
    }
    for (Format format : Format.values()) {
      Weight weight = largest.get(format);
      if (weight != null && format != Format.F32) {
        long rows = Math.max(1, Math.min(weight.rows(), DEQUANT_ELEMENTS / weight.columns()));
        suite.add(
            new DequantSpec(format, Format.F32, rows, weight.columns()),
            new Origin(model.id(), weight.role(), Phase.LOAD, 0));
      }
    }
  }
}
