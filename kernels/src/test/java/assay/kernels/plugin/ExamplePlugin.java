package assay.kernels.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.kernels.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The template of a plug-in, built as its Makefile builds it. */
public final class ExamplePlugin {

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

  /** In this process and in one of its own, for tests of every backend; none without make. */
  public static List<Backend> backends() {
    if (!Files.isExecutable(Path.of("/usr/bin/make"))) {
      return List.of();
    }
    try {
      String library = build(Files.createTempDirectory("assay-example")).toString();
      return List.of(
          new PluginBackend(new PluginFile(library, true)),
          new PluginBackend(new PluginFile(library, false)));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
