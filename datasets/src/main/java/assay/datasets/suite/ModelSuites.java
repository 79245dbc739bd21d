package assay.datasets.suite;

import assay.datasets.generate.Fill;
import assay.datasets.model.Catalogue;
import assay.datasets.model.Model;
import assay.datasets.model.ModelKind;
import assay.kernels.Format;
import assay.kernels.MatmulSpec;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The suites that are made of models. */
final class ModelSuites {

  /** llama-bench's own prompt length. */
  static final int PROMPT = 512;

  private static final Set<Phase> ALL_PHASES = EnumSet.allOf(Phase.class);

  private ModelSuites() {}

  /**
   * Four architectures that differ where it matters: plain, hybrid, sliding, experts with sinks.
   */
  static Suite standard() {
    Catalogue catalogue = Catalogue.builtIn();
    SuiteBuilder suite = new SuiteBuilder(Fill.GAUSSIAN);
    for (String id : List.of("llama-3.1-8b", "qwen3.5-9b", "gemma-3-4b", "gpt-oss-20b")) {
      Model model = catalogue.get(id);
      Recipe recipe = id.startsWith("gpt-oss") ? Recipe.MXFP4_MOE : Recipe.Q4_K_M;
      new ModelSpecs(model, recipe, ALL_PHASES, PROMPT, List.of(4096, 16384)).addTo(suite);
    }
    return suite.build(
        "standard", "every kernel of Llama 3.1 8B, Qwen3.5 9B, Gemma 3 4B, gpt-oss 20B");
  }

  /** Every model whose shapes are all known, and every weight format at the shapes of one model. */
  static Suite full() {
    SuiteBuilder suite = new SuiteBuilder(Fill.GAUSSIAN);
    for (Model model : Catalogue.builtIn().models()) {
      if (model.complete()) {
        new ModelSpecs(model, recipe(model), ALL_PHASES, PROMPT, List.of(512, 4096, 16384, 32768))
            .addTo(suite);
      }
    }
    for (Format format : FixedSuites.WEIGHT_FORMATS) {
      suite.add(
          new MatmulSpec(format, 4096, 1, 14336),
          new Origin("llama-3.1-8b", "ffn_down", Phase.DECODE, 32));
      suite.add(
          new MatmulSpec(format, 4096, PROMPT, 14336),
          new Origin("llama-3.1-8b", "ffn_down", Phase.PREFILL, 32));
    }
    return suite.build("full", "every kernel of every model in the catalogue");
  }

  /** What people run: quantized language models, other models in the precision they come in. */
  private static Recipe recipe(Model model) {
    if (model.kind() != ModelKind.DECODER) {
      return model.nativeFormat().startsWith("float32") ? Recipe.F32 : Recipe.F16;
    }
    return model.nativeFormat().startsWith("MXFP4") ? Recipe.MXFP4_MOE : Recipe.Q4_K_M;
  }
}
