package assay.datasets.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.datasets.generate.Fill;
import assay.datasets.model.Catalogue;
import assay.datasets.model.Model;
import assay.datasets.model.ModelWeights;
import assay.kernels.MatmulSpec;
import assay.kernels.Spec;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelSuitesTest {

  private static final Catalogue CATALOGUE = Catalogue.builtIn();

  private static Suite suite(String id, Recipe recipe) {
    SuiteBuilder builder = new SuiteBuilder(Fill.GAUSSIAN);
    new ModelSpecs(CATALOGUE.get(id), recipe, EnumSet.allOf(Phase.class), 512, List.of(4096, 16384))
        .addTo(builder);
    return builder.build(id, "");
  }

  /** What one decoded token multiplies must be what the catalogue says it touches. */
  @ParameterizedTest
  @ValueSource(
      strings = {"llama-3.1-8b", "qwen3-30b-a3b", "gemma-3-4b", "deepseek-v3", "qwen3.5-9b"})
  void decodeTouchesTheWeightsOfTheCatalogue(String id) {
    Model model = CATALOGUE.get(id);
    long touched = 0;
    for (SuiteEntry entry : suite(id, Recipe.Q4_K_M).entries()) {
      if (entry.spec() instanceof MatmulSpec spec && spec.n() == 1) {
        touched += spec.m() * spec.k() * decodeLaunches(entry);
      }
    }
    // Norms, biases and convolutions are no products.
    double stated = model.derived().perToken().orElseThrow();
    assertEquals(1, touched / stated, 1e-3);
    assertTrue(touched <= ModelWeights.of(model).perToken());
  }

  private static long decodeLaunches(SuiteEntry entry) {
    return entry.origins().stream()
        .filter(origin -> origin.phase() == Phase.DECODE)
        .mapToLong(Origin::perStep)
        .sum();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gpt-oss-20b | MXFP4_MOE | matmul:mxfp4*f32:m2880,n64,k2880",
        "gpt-oss-20b | Q4_K_M | matmul:q5_0*f32:m4096,n1,k2880",
        "gpt-oss-20b | MXFP4_MOE | attention:f32*f16:h64,kv8,d64,n1,c4096,causal,window128,sinks",
        "gemma-2-2b | Q4_K_M | attention:f32*f16:h8,kv4,d256,n1,c4096,causal,cap50",
        "gemma-4-31b | Q4_K_M | attention:f32*f16:h32,kv4,d512,n1,c16384,causal",
        "grok-1 | Q4_K_M | attention:f32*f16:h48,kv8,d128,n512,c4096,causal,cap30",
        "deepseek-v3 | Q4_K_M | attention:f32*f16:h128,kv1,d576,v512,n1,c16384,causal",
        "deepseek-v3 | Q4_K_M | attention:f32*f16:h128,kv128,d192,v128,n512,c4096,causal",
        "deepseek-v3 | Q4_K_M | matmul:q5_0*f32:m512,n1,k128",
        "mimo-v2-flash | Q4_K_M | attention:f32*f16:h64,kv8,d192,v128,n1,c4096,causal,window128,sinks",
        "siglip-so400m-384 | F16 | attention:f32*f16:h16,kv16,d72,n729,c729,full",
        "whisper-turbo | F16 | attention:f32*f16:h20,kv20,d64,n1,c1500,full",
        "dreamdojo-2b | F16 | attention:f32*f16:h16,kv16,d128,n4800,c512,full",
        "all-minilm-l6-v2 | F32 | matmul:f32*f32:m1536,n512,k384",
        "gemma-3-270m | Q4_K_M | dequant:q5_0*f32:m2048,k640"
      })
  void knowsWhatEachArchitectureIsSpecialFor(String id, Recipe recipe, String spec) {
    Set<String> texts =
        suite(id, recipe).entries().stream()
            .map(entry -> entry.spec().text())
            .collect(Collectors.toSet());
    assertTrue(texts.contains(spec), () -> String.join("\n", texts));
  }

  @Test
  void windowsThatHideNothingAreLeftOut() {
    assertTrue(
        suite("gemma-2-2b", Recipe.Q4_K_M).entries().stream()
            .noneMatch(entry -> entry.spec().text().contains("c4096,causal,window4096")));
  }

  @Test
  void contextsBeyondTheModelAreLeftOut() {
    assertTrue(
        suite("llama-2-7b", Recipe.Q4_0).entries().stream()
            .noneMatch(entry -> entry.spec().text().contains("c16384")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"quick", "standard", "full", "real", "speed", "ggml"})
  void everySpecOccursOnceAndSaysWhy(String name) {
    Suite suite = Suites.named(name).orElseThrow();
    Set<String> seen = new HashSet<>();
    for (SuiteEntry entry : suite.entries()) {
      assertTrue(seen.add(entry.spec() + " " + entry.fill()), entry.toString());
      assertEquals(entry.spec(), Spec.parse(entry.spec().text()));
    }
    assertTrue(Suites.names().contains(name));
  }

  @Test
  void standardHasItsFourModels() {
    Set<String> sources =
        Suites.named("standard").orElseThrow().entries().stream()
            .flatMap(entry -> entry.origins().stream())
            .map(Origin::source)
            .collect(Collectors.toSet());
    assertEquals(Set.of("llama-3.1-8b", "qwen3.5-9b", "gemma-3-4b", "gpt-oss-20b"), sources);
  }
}
