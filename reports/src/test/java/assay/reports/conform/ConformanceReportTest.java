package assay.reports.conform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.conform.Conformance.Verdict;
import assay.reports.record.RunRecord;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ConformanceReportTest {

  @TempDir private Path folder;

  @Test
  void anIndependentValidatorAcceptsWhatIsWritten() throws IOException {
    ConformanceReport.write(record(tile(), Double.POSITIVE_INFINITY), folder);
    JsonNode tree = JsonMapper.shared().readTree(folder.resolve("conformance.json"));
    try (var in = schema()) {
      List<?> faults =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
              .getSchema(in)
              .validate(tree);
      assertEquals(List.of(), faults);
    }
    assertEquals(
        record(tile(), Double.POSITIVE_INFINITY),
        JsonMapper.shared().treeToValue(tree, Conformance.class));
  }

  @Test
  void schemaAndRecordsNameTheSameFields() throws IOException {
    JsonNode schema;
    try (var in = schema()) {
      schema = JsonMapper.shared().readTree(in);
    }
    sameFields(schema, Conformance.class);
    sameFields(schema.at("/properties/examined"), Conformance.Examined.class);
    sameFields(schema.at("/properties/tool"), RunRecord.Tool.class);
    sameFields(schema.at("/properties/jvm"), RunRecord.Jvm.class);
    sameFields(schema.at("/$defs/rung"), RungResult.class);
    sameFields(schema.at("/$defs/finding"), Finding.class);
    sameFields(schema.at("/$defs/gap"), Gap.class);
    sameFields(schema.at("/$defs/exactness"), Exactness.class);
  }

  @Test
  void theTitleIsTheFinding() throws IOException {
    ConformanceReport.write(record(tile(), 31), folder);
    String page = Files.readString(folder.resolve("conformance.html"));
    assertTrue(page.contains("<title>FAIL: chip gives wrong numbers in one tile</title>"));
    assertTrue(
        page.contains("./assay conform &#39;a b.so&#39; --probe numeric.matmul.f32 --seed 1"));
    assertFalse(page.contains("<script>alert"), "outside text is escaped");
    try (var document = Loader.loadPDF(folder.resolve("conformance.pdf").toFile())) {
      String text = new PDFTextStripper().getText(document);
      assertTrue(text.contains("Assay conformance report"), text);
      assertTrue(text.contains("chip gives wrong numbers in one tile"), text);
      assertTrue(text.contains("90 of 100 checks made (90 %)"), text);
    }
  }

  @Test
  void aFaultThatAnotherExplainsIsNotNamedBesideIt() {
    Finding also = finding(Fault.WRONG, "numeric.matmul.f16");
    assertEquals(
        "chip gives wrong numbers in one tile",
        record(List.of(also, tile().getFirst()), 3).sentence());
    assertEquals("chip gives wrong numbers", record(List.of(also), 3).sentence());
    assertEquals(
        "chip hangs, and 2 more faults",
        record(
                List.of(
                    tile().getFirst(),
                    finding(Fault.LEAK, "memory.run"),
                    finding(Fault.HANG, "poison.late")),
                3)
            .sentence());
  }

  @Test
  void aPassSaysOfHowManyChecks() {
    assertEquals("chip conforms: no fault in 90 checks", record(List.of(), 0.5).sentence());
  }

  @Test
  void whatIsDeclaredStandsUnderTheVerdict() throws IOException {
    assertFalse(ConformanceText.render(record(List.of(), 0.5), 80).contains("declares"));
    String declared = "activations in q8_K, sums in f32; or activations in 8 bits, a scale to 32";
    Conformance record = record(List.of(), 0.5, declared + ", sums in f16");
    String line =
        "Held to the roundings that it declares: activations in 8 bits, a scale to 32, q8_K; sums in"
            + " f16.";
    assertTrue(ConformanceText.render(record, 120).replace('\n', ' ').contains(line));
    ConformanceReport.write(record, folder);
    assertTrue(Files.readString(folder.resolve("conformance.html")).contains(line));
  }

  private static List<Finding> tile() {
    return List.of(finding(Fault.WRONG_TILE, "numeric.matmul.f32"));
  }

  private static Finding finding(Fault fault, String probe) {
    return new Finding(
        fault,
        probe.substring(0, probe.indexOf('.')),
        probe,
        "matmul:f32*f32:m200,n40,k96 random",
        "256 of 8000 outputs are wrong <script>alert(1)</script>",
        31.5,
        1.0,
        "",
        2,
        List.of("./assay", "conform", "a b.so", "--probe", probe, "--seed", "1"));
  }

  private static Conformance record(List<Finding> findings, double worst) {
    return record(findings, worst, "sums in f32");
  }

  private static Conformance record(List<Finding> findings, double worst, String declared) {
    return new Conformance(
        Conformance.SCHEMA,
        new RunRecord.Tool("assay", "1", "abc"),
        "2026-03-04T10:00:00Z",
        20,
        List.of("conform", "a b.so"),
        Map.of("ASSAY_X", "1"),
        new Conformance.Examined("chip", "a chip", "a b.so", "00", "x0, X", Map.of("build", "7")),
        "a machine",
        new RunRecord.Jvm("vendor", "25", "vm", List.of("-Xmx1g")),
        "quick",
        1,
        List.of(),
        findings.isEmpty() ? Verdict.PASS : Verdict.FAIL,
        0.9,
        List.of(new RungResult("numeric", "Numeric contract", "?", 100, 90, findings.size(), 2)),
        findings,
        List.of(new Gap("numeric", "not supported: q2_K", 10)),
        List.of(new Exactness("matmul", "f32", declared, "k", 5, worst, 1e-14, "a case")),
        List.of("a note"));
  }

  private static void sameFields(JsonNode rule, Class<? extends Record> type) {
    var declared = new TreeSet<String>();
    for (var component : type.getRecordComponents()) {
      declared.add(component.getName());
    }
    assertEquals(declared, new TreeSet<>(rule.get("properties").propertyNames()), type.getName());
  }

  private static java.io.InputStream schema() {
    return Conformance.class.getResourceAsStream("assay-conformance-1.schema.json");
  }
}
