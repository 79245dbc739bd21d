package assay.datasets.generate;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What the numbers look like.
 *
 * <p>The fill is part of every case: it changes accuracy (outliers cost a block its resolution) and
 * power (toggling bits cost energy), so results of two fills are not comparable.
 */
public enum Fill {
  /** Independent standard normal values. */
  GAUSSIAN,
  /** Independent values from [-1, 1), the choice of ggml's own tests. */
  UNIFORM,
  /**
   * Student's t with 4 degrees of freedom, and one column in 128 an outlier channel (20-fold in
   * activations, 4-fold in weights), as trained transformers have them.
   */
  HEAVY,
  /**
   * Small integers (or dyadic fractions, where a format has no integers) whose dot products are
   * exact in float32 in any order, also when activations are rounded to Q8_0 or Q8_K first.
   */
  INTEGER,
  /** All zeros: the least power a kernel can draw. */
  ZEROS,
  /** Rows of trained weights; activations are rows that a trained model feeds its first layer. */
  REAL;

  /** The word used in suite files and records, for instance {@code heavy}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The fill of a record: a name, and after a colon whose trained rows they were when not those of
   * the slice that ships with Assay, as in {@code real:model.gguf}.
   */
  public static Optional<Fill> recorded(String text) {
    return named(text.split(":", 2)[0]);
  }

  /** The fill of this name, in any case. */
  public static Optional<Fill> named(String name) {
    return Arrays.stream(values()).filter(fill -> fill.text().equalsIgnoreCase(name)).findFirst();
  }

  @Override
  public String toString() {
    return text();
  }
}
