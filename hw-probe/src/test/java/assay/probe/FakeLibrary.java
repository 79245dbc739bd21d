package assay.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A vendor's library that is compiled in a test, and answers by a script that the test may change
 * at any time.
 */
public record FakeLibrary(Path file) {

  /**
   * Compiles it; skips the calling test without a compiler.
   *
   * @param source a resource, such as {@code fake_amdsmi.c}
   */
  public static FakeLibrary in(Path folder, String source, String... options) {
    String name = source.replace(".c", "") + options.length + ".so";
    return of(folder.resolve(name), source, options);
  }

  /** The same as this file. */
  static FakeLibrary of(Path library, String source, String... options) {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "a C compiler is not installed");
    try {
      Path text = copied(source, library.getParent());
      copied("fake_script.h", library.getParent());
      List<String> command = new ArrayList<>(List.of("cc", "-Wall", "-Werror", "-shared", "-fPIC"));
      command.addAll(List.of(options));
      command.addAll(List.of("-o", library.toString(), text.toString(), "-ldl"));
      assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
      return new FakeLibrary(library);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path copied(String resource, Path folder) throws IOException {
    try (InputStream in = FakeLibrary.class.getResourceAsStream("/" + resource)) {
      return Files.write(folder.resolve(resource), in.readAllBytes());
    }
  }

  /** From now on these lines are the script; see the source. */
  public void says(String... lines) {
    try {
      // In one step, so that a call meanwhile reads the old script or the new one.
      Path next = Files.write(Path.of(file + ".next"), List.of(lines));
      Files.move(
          next,
          Path.of(file + ".script"),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING,
          java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
