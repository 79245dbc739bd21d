package assay.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.Samples;
import assay.bench.fork.ForkReport;
import assay.reports.record.CaseRecord;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {

  private static final String CASE = "matmul:q8_0*f32:m48,n2,k64@vector@cpu@t2@cold@gaussian";
  private static final String CLEAR = "\r\u001b[K";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static ForkReport valid() {
    return Samples.valid(CASE, 0, 5);
  }

  @Test
  void aLogGetsALineForEachTenth() {
    ConsoleProgress log = new ConsoleProgress(err, false);
    log.begin(0, 40);
    for (int i = 0; i < 40; i++) {
      log.fork(valid());
    }
    log.end();
    List<String> lines = text().lines().toList();
    assertEquals("assay: 40 forks to measure, 0 done before", lines.getFirst());
    assertEquals(11, lines.size(), text());
    assertTrue(lines.get(1).matches("assay: 4 of 40 forks, \\d+:\\d\\d left"), lines.get(1));
    assertEquals("assay: 40 of 40 forks, 0:00 left", lines.getLast());
    assertFalse(text().contains("\u001b"), "no escapes in a log");
  }

  @Test
  void aPersonSeesOneMovingLine() {
    ConsoleProgress bar = new ConsoleProgress(err, true);
    bar.begin(0, 4);
    bar.fork(valid());
    assertTrue(text().startsWith(CLEAR + "[######..................] 1 of 4 forks, "), text());
    assertTrue(text().endsWith("left  matmul:q8_0*f32:m48,n2,k64@vector"), text());
    bar.end();
    assertTrue(text().endsWith(CLEAR), "the bar is gone when the table comes");
    assertFalse(text().contains("\n"));
  }

  @Test
  void longCasesAreCutSoThatTheLineFits() {
    ConsoleProgress bar = new ConsoleProgress(err, true);
    bar.begin(0, 1);
    bar.fork(
        Samples.valid(
            "attention:f32*f16:h64,kv8,d64,n1,c1024,causal,window128,sinks@ggml@cpu@t2@cold@g",
            0,
            5));
    String line = text().replace(CLEAR, "");
    assertTrue(line.endsWith("..."), line);
    assertTrue(line.length() <= 100, line);
  }

  @Test
  void whatAnEarlierAttemptMeasuredIsCountedButNotTimed() {
    ConsoleProgress log = new ConsoleProgress(err, false);
    log.begin(30, 40);
    log.fork(valid());
    log.fork(valid());
    assertTrue(text().contains("10 forks to measure, 30 done before"), text());
    assertTrue(text().contains("32 of 40 forks"), text());
  }

  @Test
  void aSkippedForkIsNoLongerExpected() {
    ConsoleProgress log = new ConsoleProgress(err, false);
    log.begin(0, 3);
    log.fork(valid());
    log.skip();
    log.fork(valid());
    assertTrue(text().endsWith("assay: 2 of 2 forks, 0:00 left" + System.lineSeparator()), text());
  }

  @Test
  void lostForksAreToldAtOnceAndForGood() {
    ConsoleProgress bar = new ConsoleProgress(err, true);
    bar.begin(0, 4);
    var status = new CaseRecord.Status(CaseRecord.State.CRASHED, List.of("SIGSEGV", "log: x"));
    bar.fork(new ForkReport(CASE, status, null, null, valid().fork()));
    assertTrue(
        text().startsWith(CLEAR + "assay: " + CASE + " CRASHED: SIGSEGV" + System.lineSeparator()),
        text());
  }
}
