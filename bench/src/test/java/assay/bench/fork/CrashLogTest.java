package assay.bench.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrashLogTest {

  private static final List<String> ERROR_LOG =
      List.of(
          "#",
          "# A fatal error has been detected by the Java Runtime Environment:",
          "#",
          "#  SIGSEGV (0xb) at pc=0x00007f1c, pid=12, tid=13",
          "#",
          "# JRE version: OpenJDK Runtime Environment (25.0+36)",
          "# Problematic frame:",
          "# C  [libvendor.so+0x1139]  multiply+0x9",
          "#");

  @Test
  void theErrorLogOutranksTheExitCode() {
    assertEquals(
        "SIGSEGV (0xb) at pc=0x00007f1c, pid=12, tid=13, in C  [libvendor.so+0x1139]  multiply+0x9",
        CrashLog.cause(134, ERROR_LOG));
  }

  @Test
  void aLogCutShortStillNamesTheSignal() {
    assertEquals(
        "SIGSEGV (0xb) at pc=0x00007f1c, pid=12, tid=13",
        CrashLog.cause(134, ERROR_LOG.subList(0, 7)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "137 | killed by SIGKILL; when nobody killed it, the machine ran out of memory",
        "139 | killed by SIGSEGV",
        "132 | killed by SIGILL",
        "135 | killed by SIGBUS",
        "152 | killed by signal 24",
        "1   | ended with exit code 1",
        "255 | ended with exit code 255",
      })
  void withoutOneTheExitCodeSpeaks(int code, String cause) {
    assertEquals(cause, CrashLog.cause(code, List.of()));
  }

  @Test
  void theLastWordsAreThoseOfTheLibrary(@TempDir Path folder) throws IOException {
    String output =
        """
        GGML_ASSERT(ne0 % 4 == 0) failed
        WARNING: Using incubator modules: jdk.incubator.vector

        #
        # A fatal error has been detected by the Java Runtime Environment:
        """;
    Path file = Files.writeString(folder.resolve("fork.log"), output);
    assertEquals(Optional.of("GGML_ASSERT(ne0 % 4 == 0) failed"), CrashLog.lastWords(file));
  }
}
