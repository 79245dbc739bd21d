package assay.bench.faulty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real library in C that goes wrong as soon as the {@code blas} backend loads it. */
public enum DeadlyLoad {
  NONE(""),
  ABORT("its library ended the process that loaded it: killed by SIGABRT"),
  SEGFAULT("its library ended the process that loaded it: SIGSEGV"),
  EXIT("its library ended the process that loaded it: ended with exit code 0"),
  HANG("its library did not answer within "),
  SECOND("together with "),
  ABORT_AT_THE_END("its library ended the process that loaded it: killed by SIGABRT");

  private static final String SOURCE = "deadly_load.c";

  private final String reason;

  DeadlyLoad(String reason) {
    this.reason = reason;
  }

  /** How the backend's reason begins. */
  public String reason() {
    return reason;
  }

  /** Compiles the library; skips the calling test where there is no compiler. */
  public Path compile(Path folder) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "a C compiler is not installed");
    Path source = folder.resolve(SOURCE);
    try (InputStream in = DeadlyLoad.class.getResourceAsStream(SOURCE)) {
      Files.copy(in, source);
    }
    Path library = folder.resolve("libdeadly.so");
    var compiler =
        new ProcessBuilder(
            "cc", "-shared", "-fPIC", "-D" + name(), "-o", library.toString(), source.toString());
    assertEquals(0, compiler.inheritIO().start().waitFor());
    return library;
  }
}
