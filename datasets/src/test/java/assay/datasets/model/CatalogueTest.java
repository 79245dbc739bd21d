package assay.datasets.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.datasets.yaml.YamlFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueTest {

  private static final String BUILT_IN = builtIn();

  private static String builtIn() {
    try (InputStream in = Catalogue.class.getResourceAsStream("/assay/datasets/models.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void everyEntryAddsUp() {
    assertEquals(106, Catalogue.builtIn().models().size());
    long counted =
        Catalogue.builtIn().models().stream()
            .filter(model -> model.derived().total().isPresent())
            .filter(model -> model.kind() == ModelKind.DECODER)
            .count();
    assertEquals(84, counted);
  }

  @Test
  void knowsTheShapesOfLlama() {
    Model llama = Catalogue.builtIn().get("llama-3.1-8b");
    assertEquals(8_030_261_248L, ModelWeights.of(llama).total());
    assertEquals(4, llama.groupSize());
    Weight down =
        ModelWeights.of(llama).weights().stream()
            .filter(weight -> weight.role().equals("ffn_down"))
            .findFirst()
            .orElseThrow();
    assertEquals(new Weight("ffn_down", 4096, 14336, 32, 1, 1, Weight.Use.PRODUCT), down);
  }

  /** One change in the entry of one model, and what the refusal must say. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "layers: 32 | layers: 31 | full_layers: full, sliding and linear layers are 32",
        "layers: 32 | layers: many | layers: must be a whole number",
        "layers: 32 | layers: 0 | layers: must be a whole number from 1",
        "hidden_size: 4096 | hidden_size: 4608 | derived: params_total: is 8,030,261,248, but",
        "intermediate_size: 14336 | intermediate_size: 14337 | derived: params_total",
        "head_dim: 128 | head_dim: 64 | derived: params_total",
        "kv_heads: 8 | kv_heads: 5 | kv_heads: 32 heads are not a multiple of 5",
        "vocab_size: 128256 | vocab_size: 128000 | derived: params_total",
        "tied_embeddings: false | tied_embeddings: true | derived: params_total",
        "tied_embeddings: false | tied: false | tied_embeddings: is missing",
        "tied_embeddings: false | tied_embeddings: 'no' | must be true or false, not \"no\"",
        "kind: decoder-llm | kind: decodr | kind: unknown kind \"decodr\"",
        "attention: {kind: GQA | attention: {kid: GQA | attention: kind: is missing",
        "ffn: {kind: SwiGLU} | ffn: {kind: SwiGLU, experts: 8} | experts_per_token: is missing",
        "ffn: {kind: SwiGLU} | ffn: {kind: SwiGLU, wide: 8} | wide: is not a known field",
        "hidden_size: 4096 | hidden_sise: 4096 | hidden_size: is missing",
        "layers: 32 | layers: 32, | layers: must be a whole number",
        "kv_elems_per_token_full: 65536 | kv_elems_per_token_full: 65537 | kv_elems_per_token_full",
        "native_dtype: bfloat16 | native_dtyp: bfloat16 | native_dtype: is missing"
      })
  void namesModelAndFieldOfAnEntryThatIsWrong(String from, String to, String reason) {
    String message = refusal(mutate("llama-3.1-8b", from, to));
    assertTrue(message.startsWith("models.yaml: model llama-3.1-8b: "), message);
    assertTrue(message.contains(reason), message);
    assertEquals(1, message.lines().count(), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gpt-oss-20b | experts_per_token: 4 | experts_per_token: 40 | experts_per_token: is 40, but",
        "gpt-oss-20b | window: 128 | windw: 128 | window: is missing, but there are 12",
        "gpt-oss-20b | moe_layers: 24 | moe_layers: 25 | but the model has 24 layers",
        "deepseek-v3 | kv_lora: 512 | kv_lora: 576 | derived: params_total",
        "deepseek-v3 | shared_experts: 1 | shared_experts: 0 | shared_experts: is 0, but shared_int",
        "gemma-4-e2b | shared_sliding: 16 | shared_sliding: 99 | more layers share",
        "gemma-4-e2b | vocab: 262144 | vocab: 262145 | differs from the model's vocab_size",
        "nemotron-h-56b | attention_layers: 10 | attention_layers: 9 | attention_layers: is 9",
        "qwen3.5-9b | linear_layers: 24 | linear_layers: 23 | full, sliding and linear layers are 31",
        "whisper-turbo | decoder_layers: 4 | decoder_layers: 5 | derived: params_total",
        "siglip-so400m-384 | intermediate_size: 4304 | intermediate_size: 4608 | derived: params",
        "llama-2-7b | vs_published_pct: -0.02 | vs_published_pct: 0.02 | vs_published_pct: is 0.02"
      })
  void findsContradictionsInEveryKindOfBlock(String id, String from, String to, String reason) {
    String message = refusal(mutate(id, from, to));
    assertTrue(message.startsWith("models.yaml: model %s: ".formatted(id)), message);
    assertTrue(message.contains(reason), message);
  }

  @Test
  void refusesWhatIsNotACatalogue() {
    assertEquals("x.yaml: expected a mapping at the top of the file", refusal("[1, 2]"));
    assertTrue(refusal("schema: [").contains("x.yaml: not valid YAML in line"));
    assertEquals(
        "x.yaml: schema: is \"assay-models/2\", expected \"assay-models/1\"",
        refusal("schema: assay-models/2"));
    assertTrue(refusal("schema: assay-models/1\nschema: x").contains("uplicate"));
    assertTrue(refusal("[".repeat(50_000)).startsWith("x.yaml: "));
    assertTrue(
        assertThrows(YamlFileException.class, () -> Catalogue.read(Path.of("no/such.yaml")))
            .getMessage()
            .endsWith("no such file"));
    String twice = BUILT_IN.replace("- id: qwen3-1.7b\n", "- id: qwen3-0.6b\n");
    assertTrue(refusal(twice).contains("the id \"qwen3-0.6b\" occurs twice"));
  }

  @Test
  void suggestsModelsThatLookAlike() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Catalogue.builtIn().get("mixtral-9x7b"))
            .getMessage();
    assertEquals(
        "no model \"mixtral-9x7b\" in the catalogue; known are mixtral-8x7b, mixtral-8x22b",
        message);
  }

  private static String mutate(String id, String from, String to) {
    int start = BUILT_IN.indexOf("- id: " + id + "\n");
    int end = BUILT_IN.indexOf("\n- id: ", start + 1);
    String entry = BUILT_IN.substring(start, end < 0 ? BUILT_IN.length() : end);
    assertTrue(entry.contains(from), "no \"" + from + "\" in " + entry);
    return BUILT_IN.substring(0, start)
        + entry.replaceFirst(
            java.util.regex.Pattern.quote(from), java.util.regex.Matcher.quoteReplacement(to))
        + BUILT_IN.substring(start + entry.length());
  }

  private static String refusal(String yaml) {
    String name = yaml.length() > 100_000 ? "models.yaml" : "x.yaml";
    return assertThrows(YamlFileException.class, () -> Catalogue.parse(name, yaml)).getMessage();
  }
}
