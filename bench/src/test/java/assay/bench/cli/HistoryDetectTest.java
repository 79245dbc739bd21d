package assay.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.record.RunStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code assay history detect --csv}: findings as JSON, exit codes, refusals. */
class HistoryDetectTest {

  @TempDir private Path folder;

  private record Result(int code, String out, String err) {
    List<JsonNode> findings() {
      return out.lines().map(line -> new JsonMapper().readTree(line)).toList();
    }
  }

  private Result detect(String options) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> words = new ArrayList<>(List.of("history", "detect"));
    words.addAll(List.of("--csv", folder.resolve("figures.csv").toString()));
    Arrays.stream(options.split(" ")).filter(word -> !word.isEmpty()).forEach(words::add);
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(words.toArray(String[]::new));
    return new Result(code, out.toString(), err.toString());
  }

  private void write(String text) throws IOException {
    Files.writeString(folder.resolve("figures.csv"), text);
  }

  /** Series "still" without a change and "moved", which doubles from point 40 on. */
  private void writeTwo() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder text = new StringBuilder("series,index,value\n");
    for (int i = 0; i < 60; i++) {
      text.append("still,%d,%s%n".formatted(i, 10 + random.nextGaussian()));
      text.append("moved,%d,%s%n".formatted(i, (i < 40 ? 10 : 20) + random.nextGaussian()));
    }
    write(text.toString());
  }

  @Test
  void aFindingIsALineOfJson() throws IOException {
    writeTwo();
    Result result = detect("");
    assertEquals(1, result.code(), result.err());
    assertEquals(1, result.findings().size(), result.out());
    JsonNode finding = result.findings().getFirst();
    assertEquals("moved", finding.get("series").asString());
    assertEquals(40, finding.get("index").asInt());
    assertEquals("step", finding.get("kind").asString());
    assertEquals("up", finding.get("direction").asString());
    assertEquals(1, finding.get("relative").asDouble(), 0.1);
    assertTrue(finding.get("confirmed").asBoolean());
    assertTrue(result.err().contains("2 series, 120 points, 1 findings"), result.err());
  }

  @ParameterizedTest
  @CsvSource({
    "'', 1",
    "--better larger, 0",
    "--better smaller, 1",
    "--better smaller --better-of moved=larger, 0",
    "--better larger --fail-on change, 1",
    "--fail-on never, 0",
    "--least-effect 3, 0",
    "--accept moved=40, 0",
    "--looks every, 1",
    "--false-alarms 0.0001, 1",
  })
  void theExitCodeTellsWhetherItIsWorse(String options, int code) throws IOException {
    writeTwo();
    Result result = detect(options);
    assertEquals(code, result.code(), result.out() + result.err());
  }

  @Test
  void tooFewPointsAreInconclusive() throws IOException {
    write("series,index,value\na,0,1\na,1,2\n");
    assertEquals(3, detect("").code());
    write("series,index,value\n");
    assertEquals(3, detect("").code());
  }

  @Test
  void skippedAndReplacedPointsAreTold() throws IOException {
    write("series,index,value\na,0,NaN\na,1,2\na,1,3\n");
    String err = detect("").err();
    assertTrue(err.contains("1 lines without a finite value skipped, the first is line 2"), err);
    assertTrue(err.contains("1 points replaced"), err);
  }

  @ParameterizedTest
  @CsvSource({
    "'', line 2 has the value",
    "--false-alarms 0.5, false-alarm rate is 0.5",
    "--least-effect NaN, least effect",
    "--accept a, SERIES=INDEX",
    "--looks twice, looks",
  })
  void badInputGetsOneSentence(String options, String expected) throws IOException {
    write("series,index,value\na,0,fast\n");
    Result result = detect(options);
    assertEquals(2, result.code());
    assertEquals("", result.out());
    assertTrue(result.err().contains(expected), result.err());
  }

  @Test
  void aMissingFileIsUsage() {
    Result result = detect("");
    assertEquals(2, result.code());
    assertTrue(result.err().contains("does not exist"), result.err());
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws IOException {
    Files.write(folder.resolve("figures.csv"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
    Result result = detect("");
    assertEquals(2, result.code());
    assertTrue(result.err().contains("no UTF-8 text"), result.err());
  }

  @Test
  void whatIsAcceptedIsToldApart() throws IOException {
    writeTwo();
    Result result = detect("--accept moved=40");
    JsonNode finding = result.findings().getFirst();
    assertEquals("--accept", finding.get("acknowledged").asString());
    assertTrue(result.err().contains("0 findings, 1 more acknowledged"), result.err());
    assertTrue(detect("--accept still=30").findings().getFirst().get("acknowledged").isNull());
  }

  @Test
  void whatIsAcceptedOfNoSeriesIsASlip() throws IOException {
    writeTwo();
    Result result = detect("--accept move=40");
    assertEquals(2, result.code());
    assertEquals("", result.out());
    assertTrue(result.err().contains("--accept names no series that is here: move"), result.err());
  }

  private Result kept(String command, String... more) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> words = new ArrayList<>(List.of("history"));
    words.addAll(List.of(command.split(" ")));
    words.addAll(List.of(more));
    words.addAll(List.of("--store", folder.resolve("store").toString()));
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(words.toArray(String[]::new));
    return new Result(code, out.toString(), err.toString());
  }

  /** Thirty runs on each level, in nanoseconds. */
  private void keep(double... levels) throws IOException {
    SplittableRandom random = new SplittableRandom(2);
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < 30 * levels.length; i++) {
      double nanos = levels[i / 30] * (1 + 0.01 * random.nextGaussian());
      String begun = "2026-01-01T%02d:%02d:00Z".formatted(i / 4, i % 4 * 15);
      Path run = folder.resolve("run" + i);
      new RunStore().write(HistoryCommandTest.run("run" + i, begun, begun, nanos), run);
      paths.add(run.toString());
    }
    assertEquals(0, kept("add", paths.toArray(String[]::new)).code());
  }

  /** A history knows which way a metric gets better, so a slower case fails by itself. */
  @Test
  void aHistoryIsReadWithoutCsv() throws IOException {
    keep(1000, 1100);
    Result result = kept("detect");
    assertEquals(1, result.code(), result.out());
    JsonNode finding = result.findings().getFirst();
    assertEquals(30, finding.get("index").asInt());
    assertEquals("worse", finding.get("effect").asString());
    assertTrue(finding.get("acknowledged").isNull());
  }

  @Test
  void whatIsAcknowledgedInAHistoryIsANewLevel() throws IOException {
    keep(1000, 1100);
    assertEquals(1, kept("detect").code());
    assertEquals(0, kept("acknowledge --run run30", "exact rounding").code());
    Result result = kept("detect");
    assertEquals(0, result.code(), result.out() + result.err());
    assertEquals(1, result.findings().size(), result.out());
    assertEquals("exact rounding", result.findings().getFirst().get("acknowledged").asString());
    assertTrue(result.err().contains("0 findings, 1 more acknowledged"), result.err());
    assertEquals(0, kept("detect --fail-on change").code());
  }

  /** Which run a change began with is known but for a run or two, to people and to the detector. */
  @Test
  void anAcknowledgementMayBeOffByARun() throws IOException {
    keep(1000, 1100);
    assertEquals(0, kept("acknowledge --run run29", "exact rounding").code());
    Result result = kept("detect");
    assertEquals(0, result.code(), result.out() + result.err());
    assertTrue(result.err().contains("1 more acknowledged"), result.err());
  }

  /** Slower once more after the new level: that is news, and the accepted step is none. */
  @Test
  void aChangeAfterAnAcknowledgedOneStillCounts() throws IOException {
    keep(1000, 1100, 1200);
    assertEquals(0, kept("acknowledge --run run30", "exact rounding").code());
    Result result = kept("detect");
    assertEquals(1, result.code(), result.out() + result.err());
    assertEquals(
        List.of("exact rounding", "null"),
        result.findings().stream()
            .filter(each -> each.get("kind").asString().equals("step"))
            .map(each -> each.get("acknowledged"))
            .map(each -> each.isNull() ? "null" : each.asString())
            .toList(),
        result.out());
  }

  /** Whoever acknowledged one series said nothing of the others, nor of what comes later. */
  @Test
  void anAcknowledgementIsOfItsSeriesAndItsMoment() throws IOException {
    keep(1000, 1100);
    assertEquals(0, kept("acknowledge --at 2030-01-01T00:00:00Z", "a time to come").code());
    assertEquals(0, kept("acknowledge --run run5", "elsewhere").code());
    // So close before that the level after it has too few points to show the change.
    assertEquals(0, kept("acknowledge --run run26", "elsewhere").code());
    Result result = kept("detect");
    assertEquals(1, result.code(), result.out() + result.err());
    assertTrue(result.findings().getFirst().get("acknowledged").isNull(), result.out());
  }
}
