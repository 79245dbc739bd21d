package assay.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runs of docs/story.md, with the changes that were planted in them. */
class StoryTest {

  private static final Path RECORDS = Path.of("..", "docs", "story");

  @TempDir private Path folder;

  private int history(StringWriter out, List<String> words) {
    List<String> all = new ArrayList<>(List.of("history"));
    all.addAll(words);
    all.addAll(List.of("--store", folder.toString()));
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(out))
        .execute(all.toArray(String[]::new));
  }

  @Test
  void whatWasPlantedIsFound() throws IOException {
    List<String> add = new ArrayList<>(List.of("add"));
    try (Stream<Path> files = Files.list(RECORDS)) {
      files.map(Path::toString).filter(file -> file.endsWith(".json.gz")).forEach(add::add);
    }
    assertEquals(21, add.size());
    StringWriter said = new StringWriter();
    assertEquals(0, history(said, add), said.toString());
    StringWriter found = new StringWriter();
    assertEquals(1, history(found, List.of("detect")), found.toString());
    for (String planted :
        List.of("q6_K.*time_per_op.*\"index\":11,", "q8_0.*nmse.*\"index\":14,")) {
      assertTrue(
          found.toString().lines().anyMatch(line -> line.matches(".*" + planted + ".*")),
          planted + " is not in " + found);
    }
  }
}
