package assay.datasets.suite;

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
