package assay.datasets.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.datasets.generate.Fill;
import assay.datasets.yaml.YamlFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuiteFileTest {

  private static final String HEAD = "schema: assay-suite/1\nname: mine\n";

  @TempDir Path folder;

  private Suite read(String yaml) throws IOException {
    return SuiteFile.read(Files.writeString(folder.resolve("mine.yaml"), yaml));
  }

  @Test
  void readsSpecsModelsAndSuites() throws IOException {
    Suite suite =
        read(
            HEAD
                + """
                summary: a test
                fill: uniform
                specs:
                - matmul:q4_K*f32:m64,n1,k256
                - {spec: 'dequant:q4_0*f32:m64,k4096', fill: real}
                models:
                - {id: llama-2-7b, recipe: q4_0, phases: [decode], contexts: [512]}
                suites: [quick]
                """);
    assertEquals("mine", suite.name());
    assertEquals("a test", suite.summary());
    SuiteEntry first = suite.entries().getFirst();
    assertEquals("matmul:q4_K*f32:m64,n1,k256", first.spec().text());
    assertEquals(Fill.UNIFORM, first.fill());
    assertEquals(List.of(new Origin("mine", "matmul", Phase.DECODE, 0)), first.origins());
    assertEquals(Fill.REAL, suite.entries().get(1).fill());
    assertTrue(
        suite.entries().stream()
            .anyMatch(e -> e.spec().text().equals("matmul:q4_0*f32:m11008,n1,k4096")));
    assertTrue(
        suite.entries().stream()
            .anyMatch(
                e -> e.spec().text().equals("attention:f32*f16:h32,kv32,d128,n1,c512,causal")));
    List<SuiteEntry> quick = Suites.named("quick").orElseThrow().entries();
    assertTrue(suite.entries().containsAll(quick), "as they are, fills included");
  }

  @Test
  void readsACatalogueBesideTheFile() throws IOException {
    Files.writeString(
        folder.resolve("models.yaml"),
        """
        schema: assay-models/1
        models:
        - id: toy
          family: toy
          name: Toy
          kind: decoder-llm
          layers: 2
          hidden_size: 64
          intermediate_size: 96
          heads: 4
          kv_heads: 2
          head_dim: 16
          vocab_size: 100
          attention: {kind: GQA}
          ffn: {kind: SwiGLU}
          tied_embeddings: true
          native_dtype: bfloat16
          sources: [made up]
        """);
    Suite suite =
        read(HEAD + "catalogue: models.yaml\nmodels: [{id: toy, recipe: Q8_0, contexts: [32]}]\n");
    assertTrue(
        suite.entries().stream()
            .anyMatch(e -> e.spec().text().equals("matmul:q8_0*f32:m64,n512,k96")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "specs: [] | specs: there is nothing to measure",
        "specs: ['matmul:q4_K*f32:m1,n1,k1'] | specs[0]: Cannot read spec",
        "specs: [7] | specs[0]: must be a spec",
        "specs: [{spec: 'x', fil: real}] | specs[0]: fil: is not a known field",
        "specs: [{fill: real}] | specs[0]: spec: is missing",
        "specs: 7 | specs: must be a list",
        "fill: noise | fill: unknown fill \"noise\"; known are [gaussian",
        "models: [{id: lama}] | models[0]: id: no model \"lama\"",
        "models: [{id: llama-2-7b, recipe: Q4_X}] | recipe: unknown recipe \"Q4_X\"",
        "models: [{id: llama-2-7b, phases: [dekode]}] | phases: unknown phase \"dekode\"",
        "models: [{id: llama-2-7b, contexts: [0]}] | contexts: must be whole numbers",
        "models: [{id: qwen3.5-2b}] | not every shape of qwen3.5-2b is known",
        "models: [7] | models[0]: must be a mapping",
        "suites: [fast] | suites: unknown suite \"fast\"; known are quick",
        "specs: []\\nspce: 1 | spce: is not a known field here",
        "catalogue: no.yaml\\nmodels: [{id: x}] | no such file"
      })
  void namesFileEntryAndField(String body, String reason) throws IOException {
    String text = HEAD + body.replace("\\n", "\n") + "\n";
    String message = assertThrows(YamlFileException.class, () -> read(text)).getMessage();
    assertTrue(message.startsWith(folder.toString()), message);
    assertTrue(message.contains(reason), message);
  }
}
