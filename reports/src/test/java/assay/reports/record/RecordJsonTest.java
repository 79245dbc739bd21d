package assay.reports.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.sample.SampleCase;
import assay.reports.sample.SampleRun;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RecordJsonTest {

  private static final JsonMapper MAPPER = JsonMapper.shared();
  private final RecordJson json = new RecordJson();

  @Test
  void whatIsWrittenReadsBackEqual() {
    RunRecord run = SampleRun.standard();
    assertEquals(run, json.read(bytes(run), "run.json"));
  }

  @Test
  void fieldsKeepTheOrderOfTheRecords() {
    String text = new String(bytes(SampleRun.standard()), StandardCharsets.UTF_8);
    assertTrue(text.indexOf("\"schema\"") < text.indexOf("\"tool\""));
    assertTrue(text.indexOf("\"m\"") < text.indexOf("\"k\""));
  }

  @Test
  void anIndependentValidatorAcceptsWhatIsWritten() throws Exception {
    assertEquals(List.of(), validate(tree()));
  }

  @Test
  void nonFiniteAccuracySurvives() throws Exception {
    CaseRecord made = new SampleCase(1).matmul("f32", 8, 1, 8, "vector", 100, Double.NaN);
    RunRecord run = SampleRun.of(List.of(made), "cpu");
    RunRecord back = json.read(bytes(run), "run.json");
    assertTrue(Double.isNaN(back.cases().get(0).accuracy().nmse()));
    assertEquals(List.of(), validate(MAPPER.readTree(bytes(run))));
  }

  @Test
  void unknownFieldsAreIgnored() {
    ObjectNode tree = tree();
    tree.put("novelty", 1);
    ((ObjectNode) tree.at("/machine/cpu/name")).put("confidence", "high");
    ((ObjectNode) tree.at("/cases/0/forks/0")).putObject("later").put("x", 2);
    tree.put("schema", "assay-run/1.3");
    RunRecord run = json.read(tree.toString().getBytes(StandardCharsets.UTF_8), "run.json");
    assertEquals(SampleRun.standard().cases(), run.cases());
  }

  @ParameterizedTest
  @CsvSource({
    "/machine, '$.machine is missing'",
    "/cases/3/key/threads, '$.cases[3].key.threads is missing'",
    "/cases/0/forks/1/iterations/2/nanos, '$.cases[0].forks[1].iterations[2].nanos is missing'",
    "/ceilings/1/best, '$.ceilings[1].best is missing'",
  })
  void aMissingFieldIsNamedByItsPath(String pointer, String message) throws Exception {
    ObjectNode tree = tree();
    int cut = pointer.lastIndexOf('/');
    ((ObjectNode) tree.at(pointer.substring(0, cut))).remove(pointer.substring(cut + 1));
    assertEquals("run.json: " + message, refusal(tree.toString()));
    assertTrue(!validate(tree).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "/cases/0/key;threads;0;$.cases[0].key.threads must be at least 1, not 0",
        "/cases/0/key;cache;\"warm\";$.cases[0].key.cache must be one of hot or cold, not \"warm\"",
        "/cases/0/status;state;\"FINE\";$.cases[0].status.state must be one of VALID",
        "/cases/0;forks;{};$.cases[0].forks must be an array, not an object",
        "/cases/0/forks/0/iterations/0;nanos;1.5;nanos must be an integer, not 1.5",
        "/cases/0/accuracy;nmse;\"small\";$.cases[0].accuracy.nmse must be a number, or one of",
        "/ceilings/0;best;{\"value\": 1};$.ceilings[0].best must be a number with unit and source",
        "/ceilings/0;best;null;$.ceilings[0].best must be a number with unit and source",
      })
  void aWrongValueIsNamedByItsPath(String parent, String field, String value, String message)
      throws Exception {
    ObjectNode tree = tree();
    ((ObjectNode) tree.at(parent)).set(field, MAPPER.readTree(value));
    String refused = refusal(tree.toString());
    assertTrue(refused.contains(message), refused);
    assertTrue(!validate(tree).isEmpty());
  }

  @Test
  void aCountBeyond64BitsIsRefused() {
    ObjectNode tree = tree();
    ((ObjectNode) tree.at("/cases/0/forks/0/iterations/0"))
        .put("nanos", new java.math.BigInteger("9".repeat(20)));
    assertEquals(
        "run.json: $.cases[0].forks[0].iterations[0].nanos must be an integer, not "
            + "9".repeat(20),
        refusal(tree.toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{};no text field \"schema\" (expected assay-run/1)",
        "[];no text field \"schema\"",
        "{\"schema\": 1};no text field \"schema\"",
        "{\"schema\": \"assay-run/2\"};run.json has schema assay-run/2, this Assay reads assay-run/1",
        "{\"schema\": \"assay-run/10\"};run.json has schema assay-run/10",
        "{\"schema\": \"gguf\"};run.json is no Assay run record: its schema is gguf",
        "{\"schema\": \"assay-run/1\";is not JSON that can be read, line 1",
        "{\"a\": 1, \"a\": 2};is not JSON that can be read, line 1",
        "{} {};run.json",
      })
  void otherFilesAreRefusedByName(String text, String message) {
    String refused = refusal(text);
    assertTrue(refused.contains(message), refused);
  }

  @Test
  void hostileFilesCostAnErrorAndNoMore() {
    Stream.of(
            "[".repeat(1_000_000),
            "{\"a\":".repeat(100_000),
            "{\"schema\": \"assay-run/1\", \"x\": " + "9".repeat(100_000) + "}",
            "{\"" + "n".repeat(1_000_000) + "\": 1}",
            "\u0000\u0001",
            "")
        .forEach(text -> assertTrue(refusal(text).length() < 300));
  }

  @Test
  void schemaAndRecordsNameTheSameFields() throws Exception {
    JsonNode schema =
        MAPPER.readTree(RecordJson.class.getResourceAsStream("assay-run-1.schema.json"));
    sameFields(schema, RunRecord.class);
    JsonNode defs = schema.get("$defs");
    sameFields(defs.get("tool"), RunRecord.Tool.class);
    sameFields(defs.get("invocation"), RunRecord.Invocation.class);
    sameFields(defs.get("jvm"), RunRecord.Jvm.class);
    sameFields(defs.get("backend"), RunRecord.BackendRecord.class);
    sameFields(defs.get("ceiling"), Ceiling.class);
    sameFields(defs.get("case"), CaseRecord.class);
    sameFields(defs.get("key"), CaseRecord.Key.class);
    sameFields(defs.get("work"), CaseRecord.Work.class);
    sameFields(defs.get("status"), CaseRecord.Status.class);
    sameFields(defs.get("execution"), CaseRecord.Execution.class);
    sameFields(defs.get("fork"), ForkRecord.class);
    sameFields(defs.get("iteration"), ForkRecord.Iteration.class);
    sameFields(defs.get("accuracy"), Accuracy.class);
  }

  private static void sameFields(JsonNode rule, Class<? extends Record> type) {
    var declared = new TreeSet<String>();
    for (var component : type.getRecordComponents()) {
      declared.add(component.getName());
    }
    assertEquals(declared, new TreeSet<>(rule.get("properties").propertyNames()));
  }

  private List<?> validate(JsonNode tree) throws Exception {
    try (var in = RecordJson.class.getResourceAsStream("assay-run-1.schema.json")) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(in)
          .validate(tree);
    }
  }

  private String refusal(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return assertThrows(UnreadableRecordException.class, () -> json.read(bytes, "run.json"))
        .getMessage();
  }

  private ObjectNode tree() {
    return (ObjectNode) MAPPER.readTree(bytes(SampleRun.standard()));
  }

  private byte[] bytes(RunRecord run) {
    var out = new ByteArrayOutputStream();
    json.write(run, out);
    return out.toByteArray();
  }
}
