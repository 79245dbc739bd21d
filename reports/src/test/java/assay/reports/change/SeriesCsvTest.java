package assay.reports.change;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesCsvTest {

  private static SeriesCsv.Loaded read(String text) throws IOException {
    return SeriesCsv.read(new StringReader(text), "figures.csv");
  }

  @Test
  void pointsAreSortedAndTheLaterLineCounts() throws IOException {
    SeriesCsv.Loaded loaded =
        read(
            "\uFEFFvalue,series,index,note\r\n3,a,7,x\r\n1,a,-2,\r\n5,b,0,\r\n4,a,7,again\r\n\r\n");
    assertEquals(List.of("a", "b"), loaded.series().stream().map(Series::name).toList());
    assertArrayEquals(new long[] {-2, 7}, loaded.series().getFirst().indexes());
    assertArrayEquals(new double[] {1, 4}, loaded.series().getFirst().values());
    assertEquals(1, loaded.replaced());
    assertEquals(4, loaded.points());
  }

  @Test
  void whatWasNotMeasuredIsCountedAndSkipped() throws IOException {
    SeriesCsv.Loaded loaded =
        read("series,index,value\na,0,\na,1,NaN\na,2,-inf\na,3,1e999\na,4,1\na,5,+INF\n");
    assertEquals(5, loaded.skipped());
    assertEquals(2, loaded.firstSkipped().getAsLong());
    assertArrayEquals(new double[] {1}, loaded.series().getFirst().values());
  }

  @Test
  void quotedNamesMayHoldCommas() throws IOException {
    SeriesCsv.Loaded loaded = read("series,index,value\n\"m4096,n1 \"\"hot\"\"\",0,1\n");
    assertEquals("m4096,n1 \"hot\"", loaded.series().getFirst().name());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,b,c | line 1",
        "series,index,value;a,0 | line 2 has 2 columns",
        "series,index,value;a,0,1;a,1.5,1 | line 3 has the index \"1.5\"",
        "series,index,value;a,0,fast | line 2 has the value \"fast\"",
        "series,index,value;\"a,0,1 | line 2 has a quotation mark",
        "series,index,value;\"a\"b,0,1 | line 2 goes on after",
      })
  void aRefusalNamesTheLine(String text, String expected) {
    Exception e =
        assertThrows(UnreadableSeriesException.class, () -> read(text.replace(';', '\n')));
    assertTrue(e.getMessage().contains("figures.csv: " + expected), e.getMessage());
    assertTrue(e.getMessage().lines().count() == 1, e.getMessage());
  }

  @Test
  void anEmptyFileIsRefused() {
    assertThrows(UnreadableSeriesException.class, () -> read(""));
  }

  @Test
  void anEndlessLineIsRefused() {
    String hostile = "series,index,value\n" + "x".repeat(1 << 20);
    Exception e = assertThrows(UnreadableSeriesException.class, () -> read(hostile));
    assertTrue(e.getMessage().contains("line 2 is longer"), e.getMessage());
  }

  @Test
  void aRefusalHoldsNoControlCharacters() {
    Exception e =
        assertThrows(
            UnreadableSeriesException.class, () -> read("series,index,value\na,\u001b[2J,1\n"));
    assertTrue(e.getMessage().chars().noneMatch(Character::isISOControl), e.getMessage());
  }
}
