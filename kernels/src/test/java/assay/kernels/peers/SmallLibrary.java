package assay.kernels.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Real shared libraries of a few lines of C, to stand for a peer. */
public final class SmallLibrary {

  private SmallLibrary() {}

  /**
   * Compiles {@code source} into {@code library}; skips the calling test without a compiler.
   *
   * @param more of the compiler's arguments, after the source
   */
  public static Path compile(Path library, String source, String... more)
      throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "a C compiler is not installed");
    Path file = Files.writeString(library.resolveSibling(library.getFileName() + ".c"), source);
    var command = new ArrayList<>(List.of("cc", "-shared", "-fPIC", "-o", library.toString()));
    command.add(file.toString());
    command.addAll(List.of(more));
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    return library;
  }
}
