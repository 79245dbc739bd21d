package assay.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Commands in this very JVM; nothing here starts a fork. */
class CommandLineTest {

  @TempDir private Path folder;

  private record Result(int code, String out, String err) {}

  private static Result execute(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = line.execute(arguments);
    return new Result(code, out.toString(), err.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run --backend tensorcore         | unknown backend \"tensorcore\"; there are vector,",
        "run --spec matmul:q4_K           | expected operation:formats:shape",
        "run --spec matmul:q4_K*f32:m1,n1 | k is missing",
        "run --suite nosuch               | unknown suite \"nosuch\"; there are quick,",
        "run --profile hasty              | unknown profile \"hasty\"; there are quick, standard,",
        "run --fill snow                  | unknown fill \"snow\"",
        "run --threads 0                  | threads must be at least 1",
        "run --threads two                | 'two' is not",
        "run --cache lukewarm             | unknown cache state \"lukewarm\"",
        "run --forks 0                    | --forks must be at least 1",
        "run --timeout -5                 | --timeout must be at least 1",
        "run --sped matmul                | --sped",
        "run --resume /nonexistent        | is not a run folder",
        "run --resume /x --no-ceilings    | leave out --no-ceilings",
        "run --forks 3 --resume /x --out o | leave out --forks, --out",
        "gallop                           | gallop",
      })
  void refusesInOneSentenceThatNamesThePart(String command, String reason) {
    Result result = execute(command.split(" "));
    assertEquals(ExitCode.USAGE, result.code(), result.err());
    assertTrue(result.err().startsWith("assay: "), result.err());
    assertTrue(result.err().contains(reason), result.err());
    assertFalse(result.err().contains("\tat "), "no stack trace");
    assertEquals("", result.out());
  }

  @Test
  void anOutputFolderInUseIsRefusedAndLeftAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("thesis.txt"), "years of work");
    Result result = execute("run", "--spec", "dequant:f32*f32:m1,k1", "--out", folder.toString());
    assertEquals(ExitCode.USAGE, result.code());
    assertTrue(result.err().contains("is not empty"), result.err());
    assertEquals("years of work", Files.readString(file));
    try (Stream<Path> entries = Files.list(folder)) {
      assertEquals(1, entries.count());
    }
  }

  @Test
  void anOutputFolderThatCannotBeMadeIsRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    for (String path : new String[] {file.toString(), file + "/below", "/proc/assay-run"}) {
      Result result = execute("run", "--spec", "dequant:f32*f32:m1,k1", "--out", path);
      assertEquals(ExitCode.USAGE, result.code(), result.err());
      assertTrue(result.err().contains(path.startsWith("/proc") ? "/proc" : "file"), result.err());
    }
  }

  @Test
  void aRunFolderOfAnotherSchemaIsRefused() throws IOException {
    Files.writeString(folder.resolve("journal.jsonl"), "{\"schema\":\"assay-journal/7\"}\n");
    Result result = execute("run", "--resume", folder.toString());
    assertEquals(ExitCode.USAGE, result.code());
    assertTrue(result.err().contains("assay-journal/7"), result.err());
  }

  static Stream<String> commands() {
    return Main.commandLine().getSubcommands().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHelpsWithAnExample(String command) {
    Result result = execute(command, "--help");
    assertEquals(ExitCode.OK, result.code());
    assertTrue(result.out().contains("Example: assay " + command), result.out());
    assertTrue(result.out().lines().allMatch(line -> line.length() <= 100), result.out());
  }

  @Test
  void theHelpNamesEveryCommand() {
    String help = execute("--help").out();
    commands().forEach(command -> assertTrue(help.contains("  " + command), command));
  }

  @Test
  void backendsAreListedWithReasons() {
    Result result = execute("backends");
    assertEquals(ExitCode.OK, result.code());
    assertTrue(result.out().contains("faulty"), result.out());
    JsonNode json = JsonMapper.shared().readTree(execute("backends", "--json").out());
    for (JsonNode backend : json) {
      boolean available = backend.get("available").booleanValue();
      assertEquals(!available, backend.has("reason"), backend.toString());
      assertEquals(available, !backend.get("devices").isEmpty(), backend.toString());
    }
    assertEquals(result.out().lines().filter(line -> !line.startsWith(" ")).count(), json.size());
  }

  @Test
  void probeSpeaksBothLanguages() {
    assertTrue(execute("probe").out().contains("Processor"));
    JsonNode json = JsonMapper.shared().readTree(execute("probe", "--json").out());
    assertTrue(json.has("cpu"));
  }
}
