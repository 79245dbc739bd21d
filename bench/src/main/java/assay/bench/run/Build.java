package assay.bench.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Names the code that measures, by its bytes: two builds of one commit with different changes on
 * top carry the same commit.
 */
public final class Build {

  private Build() {}

  /** SHA-256 of the class path that forks inherit, in hexadecimal. */
  public static String ofThisProcess() throws IOException {
    return of(System.getProperty("java.class.path"));
  }

  /** Of any class path. */
  public static String of(String classPath) throws IOException {
    MessageDigest digest = sha256();
    for (String entry : classPath.split(File.pathSeparator)) {
      for (Path file : files(Path.of(entry))) {
        digest.update(Files.readAllBytes(file));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** A jar is one file; a folder of classes, as tests have it, many. */
  private static List<Path> files(Path entry) throws IOException {
    if (!Files.exists(entry)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(entry)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
