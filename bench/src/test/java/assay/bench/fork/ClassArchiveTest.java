package assay.bench.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClassArchiveTest {

  private static final Path SCRATCH = Path.of("/runs/one/scratch");

  @Test
  void liesInTheScratchFolder() {
    List<String> flags =
        ClassArchive.flags(SCRATCH, Map.of("JAVA_TOOL_OPTIONS", "-XX:UseAVX=2 -Xmx4g"));
    assertTrue(flags.contains("-XX:SharedArchiveFile=/runs/one/scratch/classes.jsa"), "" + flags);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:AOTCache=a",
        "-XX:SharedArchiveFile=b",
        "-Xshare:off",
        "-XX:ArchiveClassesAtExit=c"
      })
  void givesWayToTheUsersOwnOptions(String options) {
    assertEquals(List.of(), ClassArchive.flags(SCRATCH, Map.of("JAVA_TOOL_OPTIONS", options)));
  }

  @Test
  void isNotUsedWhereThePathWouldBeReadAsSeveral() {
    Path hour = Path.of("/runs/2026-11-24T10:30:00/scratch");
    assertEquals(List.of(), ClassArchive.flags(hour, Map.of()));
  }
}
