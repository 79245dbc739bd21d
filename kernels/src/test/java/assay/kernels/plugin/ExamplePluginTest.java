package assay.kernels.plugin;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplePluginTest {

  @TempDir Path folder;

  @Test
  void buildsWithoutAWarning() throws Exception {
    assertTrue(Files.isRegularFile(ExamplePlugin.build(folder)));
  }

  @Test
  void isShortEnoughToRead() throws Exception {
    long lines = Files.readAllLines(ExamplePlugin.SOURCE.resolve("example_cpu.c")).size();
    assertTrue(lines < 300, lines + " lines");
  }
}
