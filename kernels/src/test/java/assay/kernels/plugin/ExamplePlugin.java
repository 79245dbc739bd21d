package assay.kernels.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The template of a plug-in, built as its Makefile builds it. */
final class ExamplePlugin {

  static final Path INCLUDE = Path.of("src", "main", "c", "include").toAbsolutePath();
  static final Path SOURCE = Path.of("plugins", "example-cpu").toAbsolutePath();

  private ExamplePlugin() {}

  /** A copy in {@code folder}, so that tests leave nothing among the sources. */
  static Path build(Path folder) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/make")), "make is not installed");
    for (String name : List.of("Makefile", "example_cpu.c")) {
      Files.copy(SOURCE.resolve(name), folder.resolve(name));
    }
    var make = new ProcessBuilder("make", "-s", "CFLAGS=-O2 -Werror", "INCLUDE=" + INCLUDE);
    assertEquals(0, make.directory(folder.toFile()).inheritIO().start().waitFor());
    return folder.resolve("libassay_example_cpu.so");
  }
}
