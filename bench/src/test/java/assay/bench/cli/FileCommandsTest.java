package assay.bench.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.Samples;
import assay.bench.plan.CaseIds;
import assay.bench.plan.Plan;
import assay.bench.plan.PlannedCase;
import assay.bench.run.JournalLine;
import assay.bench.run.RunAssembler;
import assay.datasets.TensorFile;
import assay.datasets.TensorFiles;
import assay.datasets.gguf.GgufWriter;
import assay.kernels.Format;
import assay.reports.Report;
import assay.reports.record.CaseRecord;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Commands that read and write files: what they make of good ones, what they say to bad ones. */
class FileCommandsTest {

  private static final int ROUNDS = 5;
  private static final int COLUMNS = 512;

  @TempDir private Path folder;

  private record Result(int code, String out, String err) {}

  /** Arguments in which {@code %} stands for the folder. */
  private Result execute(String command) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code =
        line.execute(
            Arrays.stream(command.split(" "))
                .map(word -> word.replace("%", folder.toString()))
                .toArray(String[]::new));
    return new Result(code, out.toString(), err.toString());
  }

  private static RunRecord run(Map<String, Double> nanosOfBackends) {
    List<PlannedCase> cases = new ArrayList<>();
    for (String backend : nanosOfBackends.keySet()) {
      var key =
          new CaseRecord.Key("matmul:q8_0*f32:m8,n1,k32", backend, "", "cpu", 1, "hot", "gaussian");
      cases.add(Samples.planned(key));
    }
    List<JournalLine> lines = new ArrayList<>();
    lines.add(
        new JournalLine.Begun(
            JournalLine.SCHEMA,
            "build",
            new RunRecord.Tool("assay", "0", "unknown"),
            new RunRecord.Invocation(
                "id", "2026-01-01T00:00:00Z", null, "tiny", 1, ROUNDS, List.of(), Map.of()),
            new RunRecord.Jvm("v", "25", "vm", List.of()),
            Samples.machine(),
            List.of(),
            new Plan(Samples.TINY, 1, cases),
            new JournalLine.Wish(true, true)));
    for (PlannedCase one : cases) {
      double nanos = nanosOfBackends.get(one.key().backend());
      for (int round = 0; round < ROUNDS; round++) {
        double near = nanos * (1 + 0.001 * round);
        lines.add(
            new JournalLine.Forked(
                Samples.valid(CaseIds.of(one.key()), round, near, near * 1.001, near)));
      }
    }
    lines.add(new JournalLine.Finished("2026-01-01T00:01:00Z"));
    return RunAssembler.assemble(lines);
  }

  @BeforeEach
  void files() throws IOException {
    RunStore store = new RunStore();
    store.write(run(Map.of("vector", 100.0)), folder.resolve("run"));
    store.write(run(Map.of("vector", 50.0)), folder.resolve("faster"));
    store.write(run(Map.of("vector", 100.0, "ggml", 200.0)), folder.resolve("two"));
    String json = Files.readString(folder.resolve("run/run.json"));
    write("other/run.json", json.replace("assay-run/1", "assay-run/2"));
    write("cut/run.json", json.substring(0, json.length() / 2));
    write("empty/run.json", "");
    float[] numbers = new float[2 * COLUMNS];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (i * 37 % 101 - 50) / 50f;
    }
    Path model = folder.resolve("model.gguf");
    new GgufWriter()
        .add("w", Format.F32, List.of(2L, (long) COLUMNS), MemorySegment.ofArray(numbers))
        .write(model);
    byte[] whole = Files.readAllBytes(model);
    Files.write(folder.resolve("cut.gguf"), Arrays.copyOf(whole, whole.length - 1));
    write("words.gguf", "once upon a time there was a tensor");
    new GgufWriter()
        .add("v", Format.F32, List.of(4L), MemorySegment.ofArray(new float[4]))
        .write(folder.resolve("vector.gguf"));
    write(
        "field.yaml", "schema: assay-suite/1\nname: x\nspecs: []\ncolour: red\nsuites: [quick]\n");
    write("spec.yaml", "schema: assay-suite/1\nname: x\nspecs: ['matmul:q4_K']\n");
    write("schema.yaml", "schema: assay-suite/9\nname: x\nsuites: [quick]\n");
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "report %/none                               | there is no run record",
        "report %/other                              | assay-run/2",
        "report %/cut                                | cut/run.json",
        "report %/empty                              | empty/run.json",
        "report %/run --to nosuch                    | unknown kind of report \"nosuch\"; there are html",
        "compare %/none %/run                        | there is no run record",
        "compare %/run %/other                       | assay-run/2",
        "compare %/run %/cut                         | cut/run.json",
        "compare %/run                               | has only the backend vector",
        "compare %/two --baseline cuda               | has no backend \"cuda\"; it has",
        "inspect %/none.gguf                         | no such file",
        "inspect %                                   | is a folder, not a tensor file",
        "inspect %/cut.gguf                          | tensor w",
        "inspect %/words.gguf                        | magic at byte 0",
        "inspect %/model.gguf --tensor x             | has no tensor \"x\"",
        "inspect %/model.gguf --tensor x --to npy %/a | has no tensor \"x\"",
        "inspect %/model.gguf --tensor w --to xyz %/a | --to takes f32 or npy",
        "inspect %/model.gguf --to npy %/a           | --to needs --tensor",
        "inspect %/model.gguf --tensor w --to npy %/no/a | its folder does not exist",
        "quantize %/model.gguf %/a --type Q9         | unknown type \"Q9\"; there are",
        "quantize %/model.gguf %/a --type IQ2_XXS    | needs an importance matrix",
        "quantize %/model.gguf %/a --type Q8_K       | is no type for weights",
        "quantize %/model.gguf %/no/a --type Q8_0    | its folder does not exist",
        "quantize %/model.gguf % --type Q8_0         | is a folder",
        "quantize %/model.gguf %/model.gguf --type Q8_0 | would be written over while it is read",
        "quantize %/cut.gguf %/a --type Q8_0         | tensor w",
        "quantize %/none.gguf %/a --type Q8_0        | no such file",
        "run --out %/a --suite %/field.yaml          | colour",
        "run --out %/a --suite %/spec.yaml           | specs[0]",
        "run --out %/a --suite %/schema.yaml         | assay-suite/9",
        "run --out %/a --weights %/none.gguf         | no such file",
        "run --out %/a --weights %/cut.gguf          | tensor w",
        "run --out %/a --weights %/vector.gguf       | has no matrix",
        "run --out %/a --weights %/model.gguf --fill heavy | --fill heavy contradicts it",
      })
  void refusesInOneSentenceAndLeavesNothing(String command, String reason) throws IOException {
    List<Path> before = everything();
    Result result = execute(command);
    assertEquals(ExitCode.USAGE, result.code(), result.err());
    assertTrue(result.err().startsWith("assay: "), result.err());
    assertTrue(result.err().contains(reason), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
    assertFalse(result.err().contains("Exception"), result.err());
    assertEquals("", result.out());
    assertEquals(before, everything());
  }

  private List<Path> everything() throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.sorted().toList();
    }
  }

  @Test
  void reportsOfEveryKindLieWhereTheySay() {
    String kinds =
        String.join(",", Stream.of(Report.Kind.values()).map(Report.Kind::option).toList());
    Result result = execute("report %/two --to " + kinds + " --out %/reports");
    assertEquals(ExitCode.OK, result.code(), result.err());
    for (Report.Kind kind : Report.Kind.values()) {
      Path place = folder.resolve("reports").resolve(kind.fileName());
      assertTrue(Files.exists(place), place.toString());
    }
    List<Path> files = result.out().lines().map(Path::of).toList();
    assertTrue(files.size() >= Report.Kind.values().length, files.toString());
    for (Path file : files) {
      assertTrue(file.toFile().length() > 0, file.toString());
    }
  }

  @Test
  void comparesRunsAndSaysSoInTheExitCode() {
    assertEquals(ExitCode.OK, execute("compare %/run %/faster").code());
    assertEquals(ExitCode.FAIL, execute("compare %/faster %/run").code());
    Result same = execute("compare %/run %/run");
    assertEquals(ExitCode.OK, same.code());
    assertTrue(same.out().contains("SAME"), same.out());
    Result inside = execute("compare %/two --baseline ggml");
    assertEquals(ExitCode.OK, inside.code(), inside.err());
    assertTrue(inside.out().contains("vector"), inside.out());
  }

  @Test
  void inspectsAndTakesOneTensorOut() throws IOException {
    Result shown = execute("inspect %/model.gguf");
    assertEquals(ExitCode.OK, shown.code(), shown.err());
    assertTrue(shown.out().contains("GGUF v3"), shown.out());
    Result result = execute("inspect %/model.gguf --tensor w --to npy %/w.npy");
    assertEquals(ExitCode.OK, result.code(), result.err());
    ByteBuffer npy =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve("w.npy"))).order(ByteOrder.LITTLE_ENDIAN);
    int data = 10 + npy.getShort(8);
    assertEquals(data + 4 * 2 * COLUMNS, npy.capacity());
    float[] first = new float[COLUMNS];
    npy.position(data).asFloatBuffer().get(first);
    try (TensorFile model = TensorFiles.open(folder.resolve("model.gguf"))) {
      assertArrayEquals(model.tensor("w").orElseThrow().row(0), first);
    }
  }

  @Test
  void quantizesIntoAFileThatReadsBack() {
    Result result = execute("quantize %/model.gguf %/small.gguf --type Q4_K");
    assertEquals(ExitCode.OK, result.code(), result.err());
    try (TensorFile small = TensorFiles.open(folder.resolve("small.gguf"));
        TensorFile model = TensorFiles.open(folder.resolve("model.gguf"))) {
      var stored = small.tensor("w").orElseThrow();
      assertEquals(Format.Q4_K, stored.type().format().orElseThrow());
      // Four bits over a range of 2 leave steps of 2/15.
      assertArrayEquals(model.tensor("w").orElseThrow().row(1), stored.row(1), 0.1f);
    }
  }
}
