package assay.bench.packaged;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./assay} and the jar, as built. */
class LauncherIT {

  @TempDir private Path folder;

  private static String assay() {
    return Shell.checkout().resolve("assay").toString();
  }

  private Shell shell(Map<String, String> environment) {
    return new Shell(folder, environment);
  }

  /** A folder that says it is a JDK of this version. */
  private Path fakeJdk(String version) throws Exception {
    Path bin = Files.createDirectories(folder.resolve("jdk-" + version + "/bin"));
    for (String tool : List.of("java", "javac")) {
      Path file = Files.writeString(bin.resolve(tool), "#!/bin/sh\necho called with \"$@\"\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Files.writeString(bin.resolveSibling("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
    return bin.getParent();
  }

  @Test
  void findsTheNewerJdkWhenThePathHasAnOlderOne() throws Exception {
    Path old = fakeJdk("17.0.15");
    var environment =
        Map.of(
            "PATH",
            old.resolve("bin") + ":/usr/bin:/bin",
            "HOME",
            folder.toString(),
            "JAVA_HOME",
            System.getProperty("java.home"));
    var result = shell(environment).run(List.of(assay(), "--version"));
    assertEquals(0, result.code(), result.err());
    assertTrue(result.out().startsWith("assay "), result.out());
    assertFalse(result.out().contains("unpackaged"), result.out());
  }

  @Test
  void aNamedJdkThatIsTooOldIsRefusedNotPassedOver() throws Exception {
    var environment = Map.of("PATH", "/usr/bin:/bin", "ASSAY_JAVA_HOME", "" + fakeJdk("24.0.1"));
    var result = shell(environment).run(List.of(assay(), "backends"));
    assertEquals(4, result.code());
    assertTrue(result.err().contains("ASSAY_JAVA_HOME"), result.err());
    assertTrue(result.err().contains("JDK 25"), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
    assertEquals("", result.out());
  }

  @Test
  void noJdkAnywhereIsOneSentenceThatSaysHowToGetOne() throws Exception {
    var environment =
        Map.of(
            "PATH",
            tools() + ":" + fakeJdk("17.0.15").resolve("bin"),
            "HOME",
            folder.toString(),
            "ASSAY_JVM_ROOT",
            folder.resolve("empty").toString());
    var result = shell(environment).run(List.of(assay(), "backends"));
    assertEquals(4, result.code(), result.out());
    assertTrue(result.err().contains("needs a JDK 25 or newer and found none"), result.err());
    assertTrue(result.err().contains("adoptium.net"), result.err());
    assertTrue(result.err().contains("ASSAY_JAVA_HOME"), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
    assertEquals("", result.out());
  }

  /** What the launcher calls, without the Java that may lie beside it in the system's folders. */
  private Path tools() throws Exception {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool : List.of("sed", "head")) {
      Path file =
          Files.writeString(
              tools.resolve(tool),
              "#!/bin/sh\nPATH=/usr/bin:/bin\nexec %s \"$@\"\n".formatted(tool));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return tools;
  }

  @Test
  void buildsAgainWhenASourceWasAddedChangedOrDeleted() throws Exception {
    Path checkout = Files.createDirectories(folder.resolve("checkout"));
    Files.copy(Path.of(assay()), checkout.resolve("assay"));
    Path sources = Files.createDirectories(checkout.resolve("kernels/src/main/java"));
    Path jar = checkout.resolve("bench/target/benchmarks.jar");
    Files.createDirectories(jar.getParent());
    for (String file : List.of("pom.xml", "LICENSE", "NOTICE")) {
      Files.createFile(checkout.resolve(file));
    }
    Path one = Files.createFile(sources.resolve("One.java"));
    Path mvnw =
        Files.writeString(
            checkout.resolve("mvnw"),
            "#!/bin/sh\necho built >>builds\n: >bench/target/benchmarks.jar\n");
    Files.setPosixFilePermissions(mvnw, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path jdk = fakeJdk("25.0.1");
    Path builds = Files.createFile(checkout.resolve("builds"));
    int expected = 0;
    for (Change change :
        List.<Change>of(
            () -> {},
            () -> Files.writeString(one, "changed"),
            () -> Files.createFile(sources.resolve("Two.java")),
            () -> Files.delete(one),
            () -> Files.delete(checkout.resolve("kernels/src/main/java/Two.java")))) {
      age(checkout);
      change.make();
      for (int again = 0; again < 2; again++) {
        var environment = Map.of("PATH", "/usr/bin:/bin", "ASSAY_JAVA_HOME", jdk.toString());
        var result = shell(environment).run(List.of(checkout + "/assay", "probe"));
        assertEquals(0, result.code(), result.err());
        // The first time the jar is missing; a second call finds it fresh.
        if (again == 0) {
          expected++;
        }
        assertEquals(expected, Files.readAllLines(builds).size());
      }
    }
  }

  private interface Change {
    void make() throws Exception;
  }

  /** Everything there is was made an hour ago. */
  private static void age(Path checkout) throws Exception {
    FileTime past = FileTime.from(Instant.now().minusSeconds(3600));
    try (var walk = Files.walk(checkout)) {
      for (Path path : walk.toList()) {
        Files.setLastModifiedTime(path, past);
      }
    }
  }

  /** Most of Vulkan's classes are left out; what only some devices make us call must not be. */
  @Test
  void theJarHasEveryClassThatReachesVulkan() throws Exception {
    Path jar = Shell.checkout().resolve("bench/target/benchmarks.jar");
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      Set<String> named = new TreeSet<>();
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (entry.getName().matches("assay/kernels/vulkan/.*\\.class")) {
          byte[] content = zip.getInputStream(entry).readAllBytes();
          for (PoolEntry one : ClassFile.of().parse(content).constantPool()) {
            // A class whose constants were copied is named too, and not needed.
            if (one instanceof MemberRefEntry member) {
              named.add(member.owner().asInternalName() + ".class");
            }
          }
        }
      }
      named.removeIf(name -> !name.startsWith("org/lwjgl/"));
      assertTrue(named.contains("org/lwjgl/vulkan/VkQueue.class"), named.toString());
      named.removeIf(name -> zip.getEntry(name) != null);
      assertEquals(Set.of(), named);
    }
  }

  @Test
  void theJarCarriesTheLicencesOfWhatIsInIt() throws Exception {
    Path jar = Shell.checkout().resolve("bench/target/benchmarks.jar");
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (String text : List.of("LICENSE", "NOTICE")) {
        byte[] own = Files.readAllBytes(Shell.checkout().resolve(text));
        assertArrayEquals(own, zip.getInputStream(zip.getEntry(text)).readAllBytes(), text);
      }
      List<String> texts =
          zip.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.startsWith("META-INF/licenses/"))
              .map(name -> name.substring(name.lastIndexOf('/') + 1))
              .toList();
      for (String library :
          List.of(
              "jmh",
              "jfreechart",
              "oshi",
              "slf4j",
              "jopt-simple",
              "lwjgl",
              "hdrhistogram",
              "pdfbox",
              "duckdb",
              "xz",
              "postgresql")) {
        assertTrue(texts.stream().anyMatch(name -> name.startsWith(library)), texts.toString());
      }
    }
  }

  @Test
  void argumentsArriveAsTheyAreWritten() throws Exception {
    Path jdk = fakeJdk("25.0.1");
    var environment = Map.of("PATH", "/usr/bin:/bin", "ASSAY_JAVA_HOME", jdk.toString());
    var result = shell(environment).run(List.of(assay(), "run", "--out", "a b", "*", "--x=$HOME"));
    assertTrue(
        result.out().strip().endsWith("assay.bench.cli.Main run --out a b * --x=$HOME"),
        result.out());
  }

  @Test
  void worksThroughASymbolicLinkFromAnotherFolder() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of(assay()));
    var environment =
        Map.of("PATH", "/usr/bin:/bin", "ASSAY_JAVA_HOME", System.getProperty("java.home"));
    var result = shell(environment).run(List.of("./" + link.getFileName(), "backends"));
    assertEquals(0, result.code(), result.err());
    assertTrue(result.out().contains("vector"), result.out());
  }

  @Test
  void aCommandThatComputesNothingIsSilentOnStandardError() throws Exception {
    var environment =
        Map.of("PATH", "/usr/bin:/bin", "ASSAY_JAVA_HOME", System.getProperty("java.home"));
    var result = shell(environment).run(List.of(assay(), "probe"));
    assertEquals(0, result.code(), result.err());
    assertEquals("", result.err());
  }

  @Test
  void theJarIsAPlainJmhJar() throws Exception {
    Path results = folder.resolve("jmh.csv");
    var result =
        shell(Map.of())
            .run(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Djmh.ignoreLock=true",
                    "-jar",
                    Shell.checkout().resolve("bench/target/benchmarks.jar").toString(),
                    "-f",
                    "1",
                    "-wi",
                    "1",
                    "-i",
                    "2",
                    "-w",
                    "50ms",
                    "-r",
                    "50ms",
                    "-p",
                    "backend=scalar",
                    "-p",
                    "threads=1",
                    "-p",
                    "spec=matmul:q8_0*f32:m16/n1/k64,dequant:f16*f32:m4/k8",
                    "-rf",
                    "csv",
                    "-rff",
                    results.toString(),
                    "-foe",
                    "true"));
    assertEquals(0, result.code(), result.out() + result.err());
    List<String> lines = Files.readAllLines(results);
    assertEquals(3, lines.size(), lines.toString());
    for (String line : lines.subList(1, 3)) {
      String[] fields = line.split(",");
      assertEquals("\"thrpt\"", fields[1]);
      assertTrue(Double.parseDouble(fields[4]) > 0, line);
    }
  }
}
