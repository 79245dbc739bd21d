package assay.bench.fork;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The classes that the first fork of a run loaded, for the next ones, which start a quarter of a
 * second sooner.
 *
 * <p>The JVM makes the file when the first fork ends and checks it when others begin. It is used
 * where nothing can come of it but speed: HotSpot archives classes from jars only, on top of the
 * archive that comes with a JDK (a runtime made by jlink has none), reads a path with separators as
 * several, and refuses to start with some other options for archives.
 */
final class ClassArchive {

  private static final List<String> VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private static final List<String> RIVALS = List.of("Archive", "Share", "-Xshare", "AOT");

  private ClassArchive() {}

  /** Flags of a fork; none where the archive would not work. */
  static List<String> flags(Path scratch) {
    return isFromJar() && hasBase(Path.of(System.getProperty("java.home")))
        ? flags(scratch, System.getenv())
        : List.of();
  }

  static List<String> flags(Path scratch, Map<String, String> environment) {
    String file = file(scratch).toAbsolutePath().toString();
    boolean rivals =
        VARIABLES.stream()
            .flatMap(variable -> Stream.ofNullable(environment.get(variable)))
            .anyMatch(options -> RIVALS.stream().anyMatch(options::contains));
    return rivals || file.contains(File.pathSeparator)
        ? List.of()
        : List.of("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + file);
  }

  /**
   * Removes what a fork may have left half-written: with such a file the JVM would use no archive
   * at all.
   */
  static void discard(Path scratch) throws IOException {
    Files.deleteIfExists(file(scratch));
  }

  private static Path file(Path scratch) {
    return scratch.resolve("classes.jsa");
  }

  private static boolean isFromJar() {
    var source = ClassArchive.class.getProtectionDomain().getCodeSource();
    return source != null && source.getLocation().getPath().endsWith(".jar");
  }

  private static boolean hasBase(Path javaHome) {
    return Files.exists(javaHome.resolve("lib").resolve("server").resolve("classes.jsa"));
  }
}
