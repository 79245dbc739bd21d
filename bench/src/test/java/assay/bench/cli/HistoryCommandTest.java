package assay.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.Samples;
import assay.bench.plan.CaseIds;
import assay.bench.plan.Plan;
import assay.bench.plan.PlannedCase;
import assay.bench.run.JournalLine;
import assay.bench.run.RunAssembler;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code assay history} as people and scripts call it. */
class HistoryCommandTest {

  @TempDir private Path folder;

  private record Result(int code, String out, String err) {}

  /** Arguments in which {@code %} stands for the folder; the history is in {@code %/h}. */
  private Result history(String command) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> words = new ArrayList<>(List.of("history"));
    Arrays.stream(command.split(" "))
        .map(word -> word.replace("%", folder.toString()))
        .forEach(words::add);
    words.addAll(List.of("--store", folder.resolve("h").toString()));
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(words.toArray(String[]::new));
    return new Result(code, out.toString(), err.toString());
  }

  static RunRecord run(String id, String startedAt, String finishedAt, double nanos) {
    PlannedCase planned = Samples.planned(Samples.key("matmul:f32*f32:m8,n1,k8", "none"));
    List<JournalLine> lines = new ArrayList<>();
    lines.add(
        new JournalLine.Begun(
            JournalLine.SCHEMA,
            "build",
            new RunRecord.Tool("assay", "0", "abc123"),
            new RunRecord.Invocation(id, startedAt, null, "tiny", 1, 3, List.of(), Map.of()),
            new RunRecord.Jvm("v", "25", "vm", List.of()),
            Samples.machine(),
            List.of(),
            new Plan(Samples.TINY, 1, List.of(planned)),
            new JournalLine.Wish(true, true)));
    for (int round = 0; round < 3; round++) {
      double near = nanos * (1 + 0.001 * round);
      lines.add(
          new JournalLine.Forked(Samples.valid(CaseIds.of(planned.key()), round, near, near)));
    }
    if (finishedAt != null) {
      lines.add(new JournalLine.Finished(finishedAt));
    }
    return RunAssembler.assemble(lines);
  }

  @BeforeEach
  void runs() throws IOException {
    RunStore store = new RunStore();
    String day = "2026-01-0%dT00:00:00Z";
    for (int i = 1; i <= 2; i++) {
      String at = day.formatted(i);
      store.write(run("run-" + i, at, at, 100 * i), folder.resolve("r" + i));
    }
    store.write(run("run-1", day.formatted(3), day.formatted(3), 7), folder.resolve("rival"));
    store.write(run("run-3", day.formatted(3), null, 100), folder.resolve("unfinished"));
  }

  @Test
  void addsAndLists() {
    Result added = history("add %/r2 %/r1");
    assertEquals(0, added.code(), added.err());
    assertTrue(added.out().contains("added run-1: 1 cases, 1 points"), added.out());
    assertTrue(added.out().contains("note: run-1 started before run-2"), added.out());
    Result again = history("add %/r1");
    assertEquals(0, again.code(), again.err());
    assertTrue(again.out().contains("already"), again.out());
    Result runs = history("list");
    assertEquals(0, runs.code(), runs.err());
    assertTrue(runs.out().indexOf("run-1") < runs.out().indexOf("run-2"), runs.out());
    assertTrue(runs.out().lines().allMatch(line -> line.length() <= 100), runs.out());
    Result cases = history("list --cases");
    assertTrue(cases.out().contains("matmul:f32*f32:m8,n1,k8@faulty/none@cpu"), cases.out());
    assertTrue(cases.out().contains("200 ns"), cases.out());
    assertEquals("", runs.err() + cases.err());
  }

  @Test
  void jsonHasWhatTheTableHas() {
    history("add %/r1 %/r2");
    JsonNode runs = JsonMapper.shared().readTree(history("list --json").out());
    assertEquals("run-2", runs.get(1).get("id").stringValue());
    assertEquals("2026-01-02T00:00:00Z", runs.get(1).get("startedAt").stringValue());
    JsonNode series = JsonMapper.shared().readTree(history("list --cases --json").out()).get(0);
    assertEquals(2, series.get("points").asInt());
    assertEquals("time_per_op", series.at("/series/metric/name").stringValue());
    assertEquals("LOWER", series.at("/series/metric/better").stringValue());
  }

  @Test
  void writesASiteAndRefusesFoldersOfOthers() throws IOException {
    history("add %/r1 %/r2");
    Result written = history("site %/site --since run-2");
    assertEquals(0, written.code(), written.err());
    assertTrue(
        written.out().startsWith("Too few runs to tell what changed since run run-2 (2026-01-02)"),
        written.out());
    assertTrue(Files.exists(folder.resolve("site/index.html")));
    Result never = history("site %/site --since never");
    assertEquals(2, never.code());
    assertTrue(never.err().contains("--since takes the id of a run"), never.err());
    assertTrue(Files.exists(folder.resolve("site/index.html")), "the old one is still there");
    Result taken = history("site %/r1");
    assertEquals(2, taken.code());
    assertTrue(taken.err().contains("is not empty and no site that Assay wrote"), taken.err());
    assertEquals(1, taken.err().lines().count(), taken.err());
    assertTrue(Files.exists(folder.resolve("r1/run.json")));
  }

  @Test
  void refusesAndGoesOnWithTheNext() {
    history("add %/r1");
    Result result = history("add %/rival %/unfinished %/nothing %/r2");
    assertEquals(2, result.code());
    assertTrue(result.err().contains("another run of the id run-1"), result.err());
    assertTrue(result.err().contains("run-3 is unfinished"), result.err());
    assertTrue(result.err().contains("there is no run record"), result.err());
    assertEquals(3, result.err().lines().count(), result.err());
    assertTrue(result.out().contains("added run-2"), result.out());
    assertEquals(0, history("add %/rival --as run-1-b").code());
    assertEquals(3, JsonMapper.shared().readTree(history("list --json").out()).size());
  }

  @Test
  void checkFindsWhatIsMissing() throws IOException {
    history("add %/r1 %/r2");
    Result whole = history("check");
    assertEquals(0, whole.code(), whole.err());
    assertTrue(whole.out().contains("2 records are as they were added"), whole.out());
    Files.delete(folder.resolve("h/runs/run-1.json.gz"));
    Result missing = history("check");
    assertEquals(2, missing.code());
    assertTrue(missing.err().contains("run-1.json.gz is missing"), missing.err());
    Result listed = history("list");
    assertEquals(2, listed.code());
    assertTrue(listed.out().contains("run-1") && listed.out().contains("run-2"), listed.out());
    Result rebuilt = history("rebuild");
    assertEquals(0, rebuilt.code(), rebuilt.err());
    assertTrue(rebuilt.out().contains("rebuilt from 1 records"), rebuilt.out());
    assertEquals(0, history("list").code());
  }

  @Test
  void withoutAHistoryReadingSaysHowToBeginOne() {
    for (String command : List.of("list", "check")) {
      Result result = history(command);
      assertEquals(2, result.code());
      assertTrue(result.err().contains("assay history add RUN"), result.err());
      assertFalse(Files.exists(folder.resolve("h")));
    }
  }

  @Test
  void theGroupByItselfNamesItsCommands() {
    StringWriter err = new StringWriter();
    int code = Main.commandLine().setErr(new PrintWriter(err)).execute("history");
    assertEquals(2, code);
    assertTrue(err.toString().contains("add"), err.toString());
  }

  private static final String GOOGLE =
      """
      {"context": {"date": "2026-03-04T10:00:00+00:00", "num_cpus": 8, "mhz_per_cpu": 3000},
       "benchmarks": [{"name": "BM_\\u001b[31m<script>", "run_name": "BM_\\u001b[31m<script>",
         "run_type": "iteration", "time_unit": "ms", "real_time": 1.5, "cpu_time": 1.5}]}
      """;

  @Test
  void importsOtherToolsOnceAndShowsTheirTextHarmlessly() throws IOException {
    Files.writeString(folder.resolve("g.json"), GOOGLE);
    Files.writeString(folder.resolve("bad.json"), "{}");
    Result imported = history("import %/g.json %/bad.json %/none.json");
    assertEquals(2, imported.code());
    assertTrue(imported.out().contains("1 cases, 2 points"), imported.out());
    assertTrue(imported.err().contains("bad.json is no result of JMH"), imported.err());
    assertTrue(imported.err().contains("there is no file"), imported.err());
    Files.writeString(folder.resolve("copy.json"), GOOGLE);
    Result again = history("import %/copy.json");
    assertEquals(0, again.code(), again.err());
    assertTrue(again.out().contains("imported before"), again.out());
    String cases = history("list --cases").out();
    assertTrue(cases.contains("1.50 ms") && cases.contains("<script>"), cases);
    assertFalse(cases.contains("\u001b"), cases);
    assertEquals(0, history("rebuild").code());
    assertEquals(cases, history("list --cases").out());
  }

  @Test
  void wrongWordsForAnImportAreRefused() throws IOException {
    Files.writeString(folder.resolve("g.json"), GOOGLE);
    assertTrue(history("import %/g.json --format xml").err().contains("jmh, llama-bench"));
    assertTrue(history("import %/g.json --time noon").err().contains("--time takes"));
    assertEquals(2, history("import %/g.json --format jmh").code());
  }

  @Test
  void notesAreKeptOnceAndOutliveTheIndex() throws IOException {
    history("add %/r1 %/r2");
    String key =
        JsonMapper.shared()
            .readTree(history("list --cases --json").out())
            .get(0)
            .at("/series/key")
            .stringValue();
    Result noted = history("annotate --commit abc --kind driver new-driver");
    assertEquals(0, noted.code(), noted.err());
    assertTrue(history("annotate --commit abc --kind driver new-driver").out().contains("before"));
    assertEquals(0, history("acknowledge --run run-2 --series " + key + " fine").code());
    Files.delete(folder.resolve("h/index.duckdb"));
    JsonNode notes = JsonMapper.shared().readTree(history("list --notes --json").out());
    assertEquals(2, notes.size());
    assertEquals("2026-01-01T00:00:00Z", notes.get(0).get("at").stringValue());
    assertEquals("abc", notes.get(0).get("commit").stringValue());
    assertTrue(notes.get(1).get("acknowledges").booleanValue());
    assertEquals(key, notes.get(1).get("series").stringValue());
    assertTrue(history("list --notes").out().contains("new-driver"));
  }

  @Test
  void notesOfNothingAreRefused() {
    history("add %/r1");
    for (String command :
        List.of(
            "annotate text",
            "annotate --at noon text",
            "annotate --run nothing text",
            "annotate --at 2026-01-01T00:00:00Z --kind war text",
            "acknowledge --run run-1 --series 0123456789abcdef text")) {
      Result refused = history(command);
      assertEquals(2, refused.code(), command);
      assertFalse(refused.err().isEmpty(), command);
    }
    assertEquals("[ ]", history("list --notes --json").out().strip());
  }

  @Test
  void exportsPointsAndRecords() throws Exception {
    history("add %/r1 %/r2");
    history("annotate --run run-1 --kind kernel new");
    Result csv = history("export %/points.csv");
    assertEquals(0, csv.code(), csv.err());
    List<String> lines = Files.readAllLines(folder.resolve("points.csv"));
    assertEquals(3, lines.size());
    assertTrue(
        lines.getFirst().startsWith("run,kind,tool,tool_version,started_at_utc,"), "" + lines);
    assertTrue(lines.get(1).contains(",time_per_op,ns,LOWER,"), lines.get(1));
    Path parquet = folder.resolve("po'ints.parquet");
    Result exported = history("export --to parquet " + parquet);
    assertEquals(0, exported.code(), exported.err());
    byte[] bytes = Files.readAllBytes(parquet);
    assertEquals("PAR1", new String(bytes, 0, 4, java.nio.charset.StandardCharsets.US_ASCII));
    assertEquals(
        "PAR1", new String(bytes, bytes.length - 4, 4, java.nio.charset.StandardCharsets.US_ASCII));
    Result copied = history("export --to store %/copy");
    assertTrue(copied.out().contains("3 of 3 records were new"), copied.out() + copied.err());
    Result again = history("export --to store %/copy");
    assertTrue(again.out().contains("0 of 3 records were new"), again.out() + again.err());
    assertEquals(2, history("export --to xml %/x").code());
  }

  /** What a spreadsheet would run stays text. */
  @Test
  void exportedTextIsNoFormula() throws IOException {
    Files.writeString(folder.resolve("g.json"), GOOGLE.replace("BM_", "=cmd|"));
    history("import %/g.json");
    history("export %/points.csv");
    String csv = Files.readString(folder.resolve("points.csv"));
    assertTrue(csv.contains(",'=cmd|"), csv);
    assertFalse(csv.contains(",=cmd|"), csv);
  }
}
