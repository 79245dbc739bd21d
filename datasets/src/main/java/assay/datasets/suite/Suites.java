package assay.datasets.suite;

import assay.datasets.generate.Fill;
import assay.datasets.model.Model;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** The built-in suites. */
public final class Suites {

  private static final List<String> NAMES =
      List.of("quick", "standard", "full", "real", "speed", "ggml");

  private Suites() {}

  /** The names that {@link #named} knows. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * Every kernel of one model in decode, prefill of 512 tokens and load, at depths 4096 and 16384.
   */
  public static Suite ofModel(Model model, Recipe recipe) {
    SuiteBuilder suite = new SuiteBuilder(Fill.GAUSSIAN);
    new ModelSpecs(
            model, recipe, EnumSet.allOf(Phase.class), ModelSuites.PROMPT, List.of(4096, 16384))
        .addTo(suite);
    return suite.build(model.id(), "every kernel of %s in %s".formatted(model.id(), recipe));
  }

  /** The built-in suite of this name, made anew. */
  public static Optional<Suite> named(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "quick" -> FixedSuites.quick();
          case "standard" -> ModelSuites.standard();
          case "full" -> ModelSuites.full();
          case "real" -> RealSuite.make();
          case "speed" -> FixedSuites.speed();
          case "ggml" -> FixedSuites.ggml();
          default -> null;
        });
  }
}
