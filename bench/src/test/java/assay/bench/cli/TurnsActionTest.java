package assay.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the two sides of a run in turns are told. */
class TurnsActionTest {

  @ParameterizedTest
  @CsvSource({
    "run --aa --suite run --out run --forks 3, --suite run --forks 3",
    "run --aa --out=run, ''",
    "--aa --suite run, --suite run",
    "'', ''"
  })
  void onlyWhatMakesItARunInTurnsIsLeftOut(String typed, String told) {
    assertEquals(words(told), TurnsAction.withoutOwn(words(typed)));
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }
}
