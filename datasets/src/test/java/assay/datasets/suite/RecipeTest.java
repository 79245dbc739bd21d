package assay.datasets.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.datasets.model.Catalogue;
import assay.datasets.model.Model;
import assay.datasets.model.ModelWeights;
import assay.datasets.model.Weight;
import assay.kernels.Format;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecipeTest {

  /**
   * Elements by type of 53 models in 14 recipes, computed independently and held against the sizes
   * of published files (11 of 11 bits-per-weight figures of llama.cpp's quantize README agree).
   */
  @Test
  void givesEveryMatrixTheTypeThatPublishedFilesHave() throws IOException {
    Catalogue catalogue = Catalogue.builtIn();
    int checked = 0;
    for (String line : lines()) {
      String[] cells = line.split(",");
      Optional<Recipe> recipe = Recipe.named(cells[1]);
      if (recipe.isPresent() && cells[2].equals("no")) {
        assertEquals(
            stated(cells[7]), counted(catalogue.get(cells[0]), recipe.get()), cells[0] + cells[1]);
        checked++;
      }
    }
    assertEquals(749, checked);
  }

  private static List<String> lines() throws IOException {
    try (var in = RecipeTest.class.getResourceAsStream("/assay/datasets/quant_sizes.csv")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().skip(1).toList();
    }
  }

  /** F32 is left out: it is mostly norms and biases. */
  private static Map<Format, Long> stated(String cell) {
    Map<Format, Long> elements = new EnumMap<>(Format.class);
    for (String pair : cell.split(" ")) {
      String[] parts = pair.split(":");
      if (!parts[0].equals("F32")) {
        elements.put(Format.named(parts[0]).orElseThrow(), Long.parseLong(parts[1]));
      }
    }
    return elements;
  }

  private static Map<Format, Long> counted(Model model, Recipe recipe) {
    Map<Format, Long> elements = new EnumMap<>(Format.class);
    for (Weight weight : ModelWeights.of(model).weights()) {
      for (int layer = 0; layer < weight.layers(); layer++) {
        elements.merge(
            recipe.format(model, weight, layer), weight.elements() / weight.layers(), Long::sum);
      }
    }
    elements.remove(Format.F32);
    return elements;
  }

  @Test
  void fallsBackWhereRowsAreNotWholeBlocks() {
    assertEquals(Format.Q4_K, Recipe.fallback(Format.Q4_K, 4096));
    assertEquals(Format.Q5_0, Recipe.fallback(Format.Q4_K, 2880));
    assertEquals(Format.Q5_1, Recipe.fallback(Format.Q5_K, 1152));
    assertEquals(Format.Q8_0, Recipe.fallback(Format.Q6_K, 576));
    assertEquals(Format.Q4_0, Recipe.fallback(Format.Q3_K, 640));
    assertEquals(Format.IQ4_NL, Recipe.fallback(Format.IQ4_XS, 288));
    assertEquals(Format.F16, Recipe.fallback(Format.Q8_0, 4304));
    for (Format format : Format.values()) {
      assertTrue(Recipe.fallback(format, 72).fitsRow(72), format.text());
    }
  }
}
