package assay.reports.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.chart.Charts;
import assay.reports.judge.Champion;
import assay.reports.judge.Comparison;
import assay.reports.judge.Contest;
import assay.reports.page.Markdown;
import assay.reports.record.CaseRecord;
import assay.reports.record.RunRecord;
import assay.reports.sample.HostileRun;
import assay.reports.sample.SampleCase;
import assay.reports.sample.SampleRun;
import assay.reports.summary.RunSummary;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {

  @Test
  void controlAndDirectionCharactersVanish() {
    String plain = Plain.of(HostileRun.ATTACK);
    assertTrue(plain.codePoints().noneMatch(c -> Character.isISOControl(c) || c == 0x202e), plain);
    assertTrue(plain.contains("\u4e2d\u6587"));
    assertEquals("a b", Plain.of(" a\r\n\tb "));
    assertEquals("", Plain.of(null));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 60, 80, 100, 500})
  void terminalLinesFitTheColumns(int columns) {
    for (RunRecord run : List.of(SampleRun.standard(), HostileRun.record())) {
      int allowed = Math.clamp(columns, 60, 100);
      TerminalTable.render(run, columns, false)
          .lines()
          .forEach(line -> assertTrue(line.length() <= allowed, line));
    }
  }

  @Test
  void terminalColourIsOnlyOurs() {
    String coloured = TerminalTable.render(HostileRun.record(), 100, true);
    String bare = coloured.replaceAll("\u001b\\[(0|1|2|31|33)m", "");
    assertEquals(TerminalTable.render(HostileRun.record(), 100, false), bare);
    assertFalse(bare.contains("\u001b"));
    assertTrue(coloured.length() > bare.length());
  }

  @Test
  void terminalNumbersStandOnTheirDecimalPoint() {
    List<String> lines = TerminalTable.render(SampleRun.standard(), 100, false).lines().toList();
    int head = lines.indexOf("matmul decode") + 1;
    int end = lines.get(head).indexOf("GFLOP/s") + "GFLOP/s".length();
    var points = new java.util.TreeSet<Integer>();
    for (int i = head + 1; i <= head + 9; i++) {
      String rate = lines.get(i).substring(0, end + 2);
      points.add(rate.indexOf('.', 30));
    }
    assertEquals(1, points.size(), lines.get(head + 1));
  }

  @Test
  void everyProblemIsListedWithItsReason() {
    String text = TerminalTable.render(SampleRun.standard(), 100, false);
    assertTrue(text.contains("CRASHED"), text);
    assertTrue(text.contains("SIGSEGV; log in logs/hs_err_1.log"), text);
    assertTrue(text.contains("no encoder for iq2_xs without weights"), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "=1+1;'=1+1",
        "-2;'-2",
        "@x;'@x",
        "+x;'+x",
        "plain;plain",
      })
  void csvCellsAreNoFormulas(String raw, String cell) {
    assertEquals(cell, Csv.text(raw));
  }

  @Test
  void csvQuotesWhatNeedsIt() {
    assertEquals("\"a,b\"", Csv.text("a,b"));
    assertEquals("\"say \"\"hi\"\"\"", Csv.text("say \"hi\""));
    assertEquals("\"'=a,b\"", Csv.text("\t=a,b"));
  }

  @Test
  void csvHasOneRecordPerCaseWhateverTheTexts() {
    for (RunRecord run : List.of(SampleRun.standard(), HostileRun.record())) {
      List<List<String>> rows = parsed(Csv.of(RunSummary.of(run)));
      assertEquals(run.cases().size() + 1, rows.size());
      rows.forEach(row -> assertEquals(rows.getFirst().size(), row.size()));
      rows.stream()
          .skip(1)
          .flatMap(List::stream)
          .filter(cell -> !cell.isEmpty() && !cell.matches("-?[0-9.E-]+"))
          .forEach(cell -> assertFalse("=+-@\t\r".indexOf(cell.charAt(0)) >= 0, cell));
    }
  }

  @Test
  void markdownTablesKeepTheirColumns() {
    RunSummary summary = RunSummary.of(HostileRun.record());
    String text = Markdown.of(summary, Charts.of(summary));
    int columns = 0;
    for (String line : text.lines().toList()) {
      int cells = line.replace("\\|", "").split("\\|", -1).length;
      if (line.startsWith("|")) {
        columns = columns == 0 ? cells : columns;
        assertEquals(columns, cells, line);
      } else {
        columns = 0;
      }
    }
    assertFalse(text.contains("<"), "no HTML of any kind");
    assertFalse(text.matches("(?s).*(?<!\\\\)\\]\\(.*"), "no link");
    assertFalse(text.contains("http://"), "no address that becomes a link by itself");
    assertFalse(text.contains("@everyone"));
  }

  @Test
  void comparisonsFitTheTerminalToo() {
    RunSummary summary = RunSummary.of(SampleRun.standard());
    Comparison comparison = Comparison.ofBackends(summary, "ggml", "vector");
    String text = ComparisonText.render(comparison, 100, false);
    text.lines().forEach(line -> assertTrue(line.length() <= 100, line));
    assertTrue(text.contains("FASTER"), text);
    Comparison runs = Comparison.ofRuns(summary, summary);
    String both = ComparisonText.render(runs, 100, false);
    both.lines().forEach(line -> assertTrue(line.length() <= 100, line));
    assertTrue(both.contains("NOT COMPARABLE"), both);
    assertTrue(both.contains("CRASHED in %s: SIGSEGV".formatted(runs.baseline())), both);
    assertTrue(Markdown.of(List.of(summary), List.of(runs)).contains("| NOT COMPARABLE |"));
  }

  @Test
  void casesThatSayNothingForOneReasonAreOneLine() {
    RunRecord run = SampleRun.standard();
    List<CaseRecord> single =
        run.cases().stream()
            .map(one ->
                one.forks().isEmpty() ? one : SampleCase.withForks(one, one.forks().subList(0, 1)))
            .toList();
    RunSummary summary = RunSummary.of(SampleRun.of(single, "AMD EPYC 7763 64-Core Processor"));
    Comparison comparison = Comparison.ofRuns(summary, summary);
    long unclear = comparison.count(assay.reports.judge.Verdict.UNCLEAR);
    assertTrue(unclear > 2, "there is something to group");
    String text = ComparisonText.render(comparison, 100, false);
    text.lines().forEach(line -> assertTrue(line.length() <= 100, line));
    assertEquals(2, text.split("one fork says nothing", -1).length, text);
    assertTrue(text.contains("UNCLEAR  %d cases, such as ".formatted(unclear)), text);
    assertTrue(text.contains("%d unclear".formatted(unclear)), text);
    assertEquals(run.cases().size(), comparison.rows().size(), "the comparison keeps them all");
  }

  @Test
  void championsFitTheTerminalToo() {
    RunSummary summary = RunSummary.of(SampleRun.standard());
    List<Champion> champions = Champion.of(Contest.of(List.of(summary)));
    String text = ChampionText.render(champions, 60, false);
    text.lines().forEach(line -> assertTrue(line.length() <= 60, line));
    for (Champion each : champions) {
      assertTrue(
          text.lines()
              .anyMatch(
                  line -> line.startsWith(each.group()) && line.contains(each.format() + " ")),
          text);
    }
    assertEquals("", ChampionText.render(List.of(), 60, false));
  }

  /** RFC 4180, written down independently of the writer. */
  private static List<List<String>> parsed(String csv) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < csv.length(); i++) {
      char c = csv.charAt(i);
      if (quoted && c == '"' && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == ',') {
        row.add(cell.toString());
        cell.setLength(0);
      } else if (!quoted && c == '\r') {
        assertEquals('\n', csv.charAt(++i));
        row.add(cell.toString());
        cell.setLength(0);
        rows.add(row);
        row = new ArrayList<>();
      } else {
        cell.append(c);
      }
    }
    assertTrue(row.isEmpty() && !quoted);
    return rows;
  }
}
